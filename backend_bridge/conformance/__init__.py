"""What every adapter must do, as tests that ship: `pytest --pyargs backend_bridge.conformance --adapter NAME`."""
