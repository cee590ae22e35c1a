"""OAuth 2.1 and OpenID Connect on Authlib: code flow with PKCE, client credentials, tokens by RFC 9068."""
