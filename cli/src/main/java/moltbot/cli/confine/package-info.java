@NullMarked
package moltbot.cli.confine;

import org.jspecify.annotations.NullMarked;
