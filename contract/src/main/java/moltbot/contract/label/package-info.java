/// Labels: where what is read came from, and who may see it.
@NullMarked
package moltbot.contract.label;

import org.jspecify.annotations.NullMarked;
