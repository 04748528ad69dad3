"""The shop's own app or mini program, through its server: signed JSON both ways (docs/connectors/app.md)."""
