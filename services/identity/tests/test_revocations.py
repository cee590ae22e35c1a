"""Tokens end before their time: of an account that was disabled, of a partner that was suspended."""

from waarborg_identity import actions


def revoked(world, organisation="bqr"):
    with world.work(organisation) as work:
        return {each.ref: each.at for each in actions.revocations(work)}


def test_disabling_an_account_revokes_its_tokens(world):
    account = world.hire()
    with world.work() as work:
        actions.disable_account(work, account)
    assert revoked(world) == {account: world.clock.now()}


def test_suspending_a_partner_revokes_its_tokens(world):
    world.client()
    with world.work() as work:
        actions.suspend_client(work, "ecd")
    assert revoked(world) == {"ecd": world.clock.now()}


def test_revoking_again_moves_the_moment_on(world):
    for _ in range(2):
        world.clock.forward(60)
        with world.work() as work:
            actions.revoke_tokens(work, "grant-1")
    assert revoked(world) == {"grant-1": world.clock.now()}


def test_a_revocation_is_kept_no_longer_than_a_token_could_live(world):
    with world.work() as work:
        actions.revoke_tokens(work, "grant-1")
    world.clock.forward(11 * 60)
    assert revoked(world) == {}
    with world.work() as work:
        actions.revoke_tokens(work, "grant-2")
    assert list(revoked(world)) == ["grant-2"]


def test_another_organisation_has_revocations_of_its_own(world):
    with world.work() as work:
        actions.revoke_tokens(work, "grant-1")
    assert revoked(world, "jtb") == {}
