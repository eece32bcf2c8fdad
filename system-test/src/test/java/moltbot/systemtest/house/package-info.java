@NullMarked
package moltbot.systemtest.house;

import org.jspecify.annotations.NullMarked;
