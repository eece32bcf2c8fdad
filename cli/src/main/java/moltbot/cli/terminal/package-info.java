/// What is printed for people and scripts.
@NullMarked
package moltbot.cli.terminal;

import org.jspecify.annotations.NullMarked;
