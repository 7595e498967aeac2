"""Settings: TOML files checked field by field, with errors a site's keeper can act on."""
