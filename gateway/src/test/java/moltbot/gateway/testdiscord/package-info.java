/// A stand-in for Discord's HTTP API and Gateway, exact on the wire as far as the house uses them; for tests only.
@NullMarked
package moltbot.gateway.testdiscord;

import org.jspecify.annotations.NullMarked;
