"""The procedures' pages of the lookup kiosk: fields, search, and one procedure as people read it."""
