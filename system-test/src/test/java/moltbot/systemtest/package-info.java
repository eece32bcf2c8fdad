/// Tests of the house as a whole: its architecture, its tidiness, its threats.
@NullMarked
package moltbot.systemtest;

import org.jspecify.annotations.NullMarked;
