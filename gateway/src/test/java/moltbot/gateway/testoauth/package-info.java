/// A stand-in authorization server and a server of tools that believes it: the exact wire format of OAuth 2.1,
/// RFC 7591, RFC 7009, RFC 8414, RFC 9207 and RFC 9728, and every way to misbehave.
@NullMarked
package moltbot.gateway.testoauth;

import org.jspecify.annotations.NullMarked;
