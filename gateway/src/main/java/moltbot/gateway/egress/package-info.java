/// The only way out to the network, and the only user of [java.net.http.HttpClient].
@NullMarked
package moltbot.gateway.egress;

import org.jspecify.annotations.NullMarked;
