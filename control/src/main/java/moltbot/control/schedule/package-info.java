/// What is done later, as its owner sees and stops it.
@NullMarked
package moltbot.control.schedule;

import org.jspecify.annotations.NullMarked;
