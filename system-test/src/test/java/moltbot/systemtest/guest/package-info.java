/// What those whom the owner let in may do, in whole houses.
@NullMarked
package moltbot.systemtest.guest;

import org.jspecify.annotations.NullMarked;
