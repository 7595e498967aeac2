"""The design language: tokens and fonts that screens, pages, slips and boards share."""
