"""What can go wrong with the vault."""


class VaultError(Exception):
    """The vault could not do what was asked."""


class ObjectMissing(VaultError):
    """The store holds nothing under this id."""


class ObjectAltered(VaultError):
    """What the store holds is not what was put there, or the key is not one of ours."""


class StoreAway(VaultError):
    """The store does not answer or refuses; trying again later may succeed."""
