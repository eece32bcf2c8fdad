/// The command that shows and stops what the assistant does later.
@NullMarked
package moltbot.cli.schedule;

import org.jspecify.annotations.NullMarked;
