@NullMarked
package moltbot.cli.vault;

import org.jspecify.annotations.NullMarked;
