"""What boards show between calls: kept by the hub, changed by the site's keeper."""
