/// Who the owner is and which sign-ins hold; its port to the disk is `IdentityStore`.
@NullMarked
package moltbot.breaker.identity;

import org.jspecify.annotations.NullMarked;
