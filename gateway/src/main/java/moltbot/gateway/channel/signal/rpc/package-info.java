/// The connections to signal-cli: JSON-RPC 2.0 over its socket, asked and listened to, and watched for silence
/// (signal-cli-jsonrpc(5)).
@NullMarked
package moltbot.gateway.channel.signal.rpc;

import org.jspecify.annotations.NullMarked;
