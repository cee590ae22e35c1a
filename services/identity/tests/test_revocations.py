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


def test_a_token_made_while_it_was_being_revoked_is_void_and_one_made_later_is_not(world):
    with world.work() as work:
        actions.revoke_tokens(work, "grant-1")
    with world.work() as work:
        void = actions.revoked_tokens(work).void
    now = int(world.clock.now().timestamp())
    assert [void(["grant-1"], now + later) for later in (-300, 0, 1, 2, 3)] == [True, True, True, True, False]
    assert not void(["grant-2"], now)


def test_a_list_that_would_grow_too_long_voids_what_is_older_than_its_oldest_instead(world):
    began = int(world.clock.now().timestamp())
    for number in range(5):
        with world.work() as work:
            actions.revoke_tokens(work, f"grant-{number}")
        world.clock.forward(10)
    with world.work() as work:
        whole, short = actions.revoked_tokens(work, most=5), actions.revoked_tokens(work, most=3)
    assert (len(whole.until), whole.all_until) == (5, 0)
    assert set(short.until) == {"grant-2", "grant-3", "grant-4"}
    for number in range(5):
        assert short.void([f"grant-{number}"], began + 10 * number)
    assert short.void(["never-revoked"], began + 12)
    assert not short.void(["never-revoked"], began + 13)
