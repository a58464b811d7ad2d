"""How languages write dates and numbers where Django's own formats are poor."""
