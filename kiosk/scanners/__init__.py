"""What a citizen holds a receipt to: camera, HID and serial scanners, each of which yields raw scans."""
