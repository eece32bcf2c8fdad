/// Keeps the heads of control's audit, so that nothing can be taken off its end or rewritten unseen.
@NullMarked
package moltbot.guardian.audit;

import org.jspecify.annotations.NullMarked;
