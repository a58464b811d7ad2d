"""Who may do what: the table that ``test_access`` holds against the resolver.

A row is a URL name, an address, and for GET and for POST what each of the ``ROLES`` gets: a status,
``in`` for a redirect to sign-in, ``go`` for a redirect to anywhere else. One word stands for all;
of two, the second stands for all who are signed in.
"""

ROLES = ("anonymous", "outsider", "learner", "author", "staff")

LESSON = "/courses/knots/lessons/knot-1/"
VIDEO = "/courses/knots/lessons/knot-2/"
DRAFT = "/courses/knots/lessons/slip/"

# The outsider is not enrolled, the learner owns every {comment}, {notice}, {email}, {token} and
# {session}, the author wrote the course but is not enrolled, staff may enter the admin but have no
# rights in it.
TABLE = """
home | / | 200 | 405
styleguide | /styleguide/ | 404 404 404 404 200 | 405
web_app | /site.webmanifest | 200 | 405
learning:catalogue | /courses/ | 200 | 405
learning:course | /courses/knots/ | 200 | 405
learning:course | /courses/hidden/ | 404 404 404 200 200 | 405
learning:enrolment | /courses/knots/enrolment/ | 405 | in go
learning:enrolment | /courses/hidden/enrolment/ | 405 | in 404
learning:enrolment_removal | /courses/knots/enrolment/removal/ | 405 | in go
learning:lesson | {lesson} | in 403 200 200 200 | 405
learning:lesson | {draft} | in 404 404 200 200 | 405
learning:completion | {lesson}completion/ | 405 | in 403 go 403 403
learning:completion | {draft}completion/ | 405 | in 404
learning:completion_removal | {lesson}completion/removal/ | 405 | in 403 go 403 403
learning:position | {video}position/ | 405 | in 422
learning:comments | {lesson}comments/ | 405 | in 403 422 403 403
learning:comments | {draft}comments/ | 405 | in 404
learning:video | {video}video/ | in 403 200 200 200 | 405
learning:captions | {video}captions/ | in 403 200 200 200 | 405
learning:poster | {video}poster/ | in 403 200 200 200 | 405
learning:comment | /comments/{comment}/ | in go | 405
learning:comment_edit | /comments/{comment}/edit/ | in 404 200 404 404 | in 404 422 404 404
learning:comment_removal | /comments/{comment}/removal/ | 405 | in 404 go 404 404
learning:comment_restoration | /comments/{comment}/restoration/ | 405 | in 404 go 404 404
gamification:course_summary | /courses/knots/summary/ | in 403 200 403 403 | 405
gamification:achievements | /achievements/ | in 200 | 405
gamification:profile | /people/ada/ | 200 | 405
gamification:profile | /people/recluse/ | 404 404 404 404 200 | 405
gamification:profile | /people/shy/ | 404 200 | 405
accounts:language | /language/ | 405 | go
accounts:settings | /accounts/settings/ | in 200 | in 422
accounts:privacy | /accounts/privacy/ | 405 | in 422
accounts:session_removal | /accounts/sessions/{session}/removal/ | 405 | in 404 go 404 404
accounts:deletion | /accounts/deletion/ | in | in
export | /accounts/export/ | in 200 | 405
accounts:tokens | /accounts/tokens/ | in 200 | in 422
accounts:token_removal | /accounts/tokens/{token}/removal/ | 405 | in 404 go 404 404
accounts:demo_sign_in | /accounts/demo/ | 405 | 404
notifications:inbox | /notifications/ | in 200 | 405
notifications:unseen | /notifications/unseen/ | in 200 | 405
notifications:read_all | /notifications/read/ | 405 | in go
notifications:shown | /notifications/{notice}/shown/ | 405 | in 404 go 404 404
notifications:read | /notifications/{notice}/read/ | 405 | in 404 go 404 404
notifications:preferences | /notifications/preferences/ | in 200 | in 422
notifications:unsubscribe | /notifications/unsubscribe/x/ | 400 | 400
notifications:suppression_removal | /notifications/suppression/removal/ | 405 | in go
notifications:emails | /notifications/emails/ | in 200 | 405
notifications:email | /notifications/emails/{email}/ | in 404 200 404 404 | 405
notifications:email_html | /notifications/emails/{email}/html/ | in 404 200 404 404 | 405
mail_events | /mail/events/postmark/tracking/ | 404 | 404
account_login | /accounts/login/ | 200 go | 422 go
account_logout | /accounts/logout/ | go 200 | go
account_inactive | /accounts/inactive/ | 200 | 405
account_signup | /accounts/signup/ | 200 go | 422 go
account_reauthenticate | /accounts/reauthenticate/ | in 200 | in 422
account_email | /accounts/email/ | in 200 | in go
account_email_verification_sent | /accounts/confirm-email/ | 200 | 405
account_change_password | /accounts/password/change/ | in 200 | in 422
account_set_password | /accounts/password/set/ | in go | in go
account_reset_password | /accounts/password/reset/ | 200 | 422
account_confirm_login_code | /accounts/login/code/confirm/ | in go | in go
account_confirm_email | /accounts/confirm-email/x/ | 200 | 404
account_reset_password_from_key_done | /accounts/password/reset/key/done/ | 200 | 405
account_reset_password_from_key | /accounts/password/reset/key/1-x/ | 200 | 422
account_reset_password_done | /accounts/password/reset/done/ | 200 | 405
mfa_index | /accounts/2fa/ | in 200 | in 405
mfa_authenticate | /accounts/2fa/authenticate/ | in go | in go
mfa_reauthenticate | /accounts/2fa/reauthenticate/ | in | in
mfa_activate_totp | /accounts/2fa/totp/activate/ | in | in
mfa_deactivate_totp | /accounts/2fa/totp/deactivate/ | in 404 | in 404
mfa_view_recovery_codes | /accounts/2fa/recovery-codes/ | in 404 | in 405
mfa_generate_recovery_codes | /accounts/2fa/recovery-codes/generate/ | in | in
mfa_download_recovery_codes | /accounts/2fa/recovery-codes/download/ | in 404 | in 404
usersessions_list | /accounts/sessions/ | in 200 | in go
api:openapi-json | /api/openapi.json | 200 | 200
api:openapi-view | /api/docs | 200 | 200
api:achievements | /api/users/ada/achievements | 200 | 405
api:achievements | /api/users/shy/achievements | 404 200 | 405
api:achievements | /api/users/recluse/achievements | 404 404 404 404 200 | 405
api:next_steps | /api/users/ada/next-steps | 200 | 405
api:next_steps | /api/users/recluse/next-steps | 404 404 404 404 200 | 405
api:api-root | /api/ | 404 | 404
admin/login | /admin/login/ | in 403 403 403 go | in 403 403 403 go
admin:index | /admin/ | in in in in 200 | in in in in 200
admin:login | /admin/login/ | in 403 403 403 go | in 403 403 403 go
admin:logout | /admin/logout/ | go go go go 405 | go go go go 200
admin:password_change | /admin/password_change/ | in in in in 200 | in in in in 422
admin:password_change_done | /admin/password_change/done/ | in in in in 200 | in in in in 405
admin:autocomplete | /admin/autocomplete/ | in in in in 403 | in in in in 405
admin:jsi18n | /admin/jsi18n/ | in in in in 200 | in in in in 405
admin:view_on_site | /admin/r/1/1/ | in in in in 404 | in in in in 404
admin:auth_user_password_change |/admin/accounts/user/1/password/| in in in in 403 | in in in in 403
admin:app_list | /admin/learning/ | in in in in 404 | in in in in 404
admin:catchall | /admin/nowhere | in in in in 404 | in in in in 404
favicon.ico | /favicon.ico | go | go
livez | /livez | 200 | 405
readyz | /readyz | 200 | 405
"""

# What a superuser may do to the rows of a model. Facts, awards and mails are written by the portal.
ADMIN = {
    "accounts_accesstoken": "change delete",
    "accounts_user": "add change delete",
    "account_emailaddress": "add change delete",
    "auth_group": "add change delete",
    "django_q_failure": "change delete",
    "django_q_ormq": "change delete",
    "django_q_schedule": "add change delete",
    "django_q_success": "change delete",
    "gamification_achievement": "add change delete",
    "gamification_achievementunlock": "",
    "gamification_badge": "add change delete",
    "gamification_badgeunlock": "",
    "learning_comment": "change",
    "learning_completion": "",
    "learning_course": "add change delete",
    "learning_enrolment": "",
    "learning_lesson": "add change delete",
    "learning_section": "add change delete",
    "mfa_authenticator": "add change delete",
    "notifications_digestentry": "delete",
    "notifications_email": "delete",
    "notifications_mailevent": "",
    "notifications_notification": "delete",
    "notifications_preference": "add change delete",
    "notifications_suppression": "delete",
    "usersessions_usersession": "add change delete",
}
