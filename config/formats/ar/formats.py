"""Arabic: Django's formats fall back to English order in times, and would write 0.5 as 0,5."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "g:i A"
DATETIME_FORMAT = "j F Y، g:i A"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j/n/Y"
SHORT_DATETIME_FORMAT = "j/n/Y، g:i A"
# The same signs as in English, so that a number is also right in an attribute.
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
