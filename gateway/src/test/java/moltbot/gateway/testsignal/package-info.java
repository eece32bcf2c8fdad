/// A stand-in for signal-cli that speaks its JSON-RPC exactly, and for Signal's servers, which are a folder; for
/// tests only.
@NullMarked
package moltbot.gateway.testsignal;

import org.jspecify.annotations.NullMarked;
