/// What the owner sees and does with the guard, in a real browser before a whole house.
@NullMarked
package moltbot.systemtest.owner;

import org.jspecify.annotations.NullMarked;
