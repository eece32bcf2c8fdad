@NullMarked
package moltbot.systemtest.model;

import org.jspecify.annotations.NullMarked;
