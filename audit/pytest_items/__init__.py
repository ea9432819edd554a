"""What the pytest plugin does once a suite is collected: items, and what is told at the end."""
