/// The guard's vault, which holds one token.
@NullMarked
package moltbot.cli.vault;

import org.jspecify.annotations.NullMarked;
