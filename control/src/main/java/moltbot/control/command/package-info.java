/// What people may say with a slash in a messenger: answered here, by the house itself and without a model.
@NullMarked
package moltbot.control.command;

import org.jspecify.annotations.NullMarked;
