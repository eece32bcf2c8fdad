/// What all models behind an HTTP API have in common: one request, one streamed answer, and the same failures.
@NullMarked
package moltbot.gateway.model.remote;

import org.jspecify.annotations.NullMarked;
