/// Answers on their way to a messenger: kept before they are sent, in order for each recipient, until they are
/// there or the owner is told that they cannot be.
@NullMarked
package moltbot.runtime.outbox;

import org.jspecify.annotations.NullMarked;
