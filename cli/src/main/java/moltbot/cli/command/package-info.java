@NullMarked
package moltbot.cli.command;

import org.jspecify.annotations.NullMarked;
