"""Where orders and parcels come from: one file per kind of back-end, and ``registry``."""
