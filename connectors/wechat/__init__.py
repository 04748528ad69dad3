"""WeChat Official Account (微信公众号); set-up: docs/connectors/wechat.md."""
