"""The lookup kiosk and its sisters reading their pages aloud."""
