/// A house at work while its compartments are killed, at any size.
@NullMarked
package moltbot.systemtest.crash;

import org.jspecify.annotations.NullMarked;
