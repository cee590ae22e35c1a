"""Who is who: staff, persons, partner systems and sessions; OAuth 2.1 and OpenID Connect."""
