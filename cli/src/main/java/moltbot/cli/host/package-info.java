@NullMarked
package moltbot.cli.host;

import org.jspecify.annotations.NullMarked;
