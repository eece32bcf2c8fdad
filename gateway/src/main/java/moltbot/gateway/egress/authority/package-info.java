/// Makes the certificates by which a task's sandbox believes the gateway, and nobody else does.
@NullMarked
package moltbot.gateway.egress.authority;

import org.jspecify.annotations.NullMarked;
