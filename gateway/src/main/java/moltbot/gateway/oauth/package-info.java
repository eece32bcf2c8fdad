/// Signing in to servers of tools (OAuth 2.1): as the owner in a browser, or as a machine by its key.
@NullMarked
package moltbot.gateway.oauth;

import org.jspecify.annotations.NullMarked;
