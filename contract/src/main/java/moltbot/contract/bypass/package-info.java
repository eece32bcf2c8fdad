/// The owner's orders to let a check of the guardian pass for a while.
@NullMarked
package moltbot.contract.bypass;

import org.jspecify.annotations.NullMarked;
