@NullMarked
package moltbot.systemtest.sandbox;

import org.jspecify.annotations.NullMarked;
