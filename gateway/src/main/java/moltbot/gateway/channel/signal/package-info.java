/// Signal, through signal-cli: a separate program that the supervisor starts, spoken to in JSON-RPC 2.0, one object a
/// line, over its Unix socket (signal-cli-jsonrpc(5)).
@NullMarked
package moltbot.gateway.channel.signal;

import org.jspecify.annotations.NullMarked;
