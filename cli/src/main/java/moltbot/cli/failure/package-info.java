@NullMarked
package moltbot.cli.failure;

import org.jspecify.annotations.NullMarked;
