@NullMarked
package moltbot.cli.settings;

import org.jspecify.annotations.NullMarked;
