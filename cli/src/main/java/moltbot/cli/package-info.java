@NullMarked
package moltbot.cli;

import org.jspecify.annotations.NullMarked;
