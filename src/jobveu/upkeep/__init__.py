"""What those who run the site need: health, logs, figures, backups. Knows nothing of the product."""
