/// The commands about what the assistant remembers.
@NullMarked
package moltbot.cli.memory;

import org.jspecify.annotations.NullMarked;
