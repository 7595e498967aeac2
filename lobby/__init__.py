"""The ground all devices share: messages, links, settings, clock, health; nothing about queues or screens."""
