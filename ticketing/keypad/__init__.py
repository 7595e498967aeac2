"""An officer's keypad: keys to verbs over MQTT."""
