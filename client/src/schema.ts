/** Made by `npm run client` from the OpenAPI document. */
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process is alive */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can do its work; 503 names the parts that are down */
        get: operations["getHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an account; the owner of an email that has one already gets a mail instead */
        post: operations["authRegister"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by email and password, or have a code sent to a phone (202) */
        post: operations["authLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange a refresh token, of the body or of the cookie, for the next pair */
        post: operations["authRefresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a sign-in: that of the access token, and that of the refresh token of the body or the cookie */
        post: operations["authLogout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail a link to choose a new password */
        post: operations["authForgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a new password by the link; every sign-in ends */
        post: operations["authResetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove by the link that an email is yours */
        post: operations["authVerifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify-email/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail the link that proves an email again */
        post: operations["authVerifyEmailResend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by the newest code that the phone was sent; a new phone makes a new user */
        post: operations["authVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a code to a phone that is to be yours */
        post: operations["usersMePhone"];
        /** Unlink your phone: it signs in no more */
        delete: operations["deleteUsersMePhone"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/phone/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the phone yours by the newest code that you had sent to it */
        post: operations["usersMePhoneVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/google": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to Google to sign in: for a browser, which is sent there */
        get: operations["getAuthGoogle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/google/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where Google sends the browser back to; it goes on to the dashboard, with `error` when it failed */
        get: operations["getAuthGoogleCallback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/google/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch the tokens after the return from Google: by the cookie that it left, once, within a minute */
        post: operations["authGoogleFinish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/google": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Unlink Google from your account: it signs in no more */
        delete: operations["deleteUsersMeGoogle"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload one file in a form, with an optional `campaign_id` */
        post: operations["mediaUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for an address to which a file is sent directly */
        post: operations["createMediaUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a file that was sent directly, and make it visible */
        post: operations["completeMedia"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List files */
        get: operations["listMedia"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file, with addresses of its renditions */
        get: operations["getMedia"];
        put?: never;
        post?: never;
        /** Delete a file that no running campaign uses */
        delete: operations["deleteMedia"];
        options?: never;
        head?: never;
        /** Attach a file to a campaign of its owner, or take it off */
        patch: operations["updateMedia"];
        trace?: never;
    };
    "/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List campaigns */
        get: operations["listCampaigns"];
        put?: never;
        /** Create a campaign as a draft */
        post: operations["createCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same as POST /campaigns */
        post: operations["campaignsCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a campaign */
        get: operations["getCampaign"];
        put?: never;
        post?: never;
        /** Cancel a draft; anything later is cancelled by POST …/cancel */
        delete: operations["deleteCampaign"];
        options?: never;
        head?: never;
        /** Change name, tags or modes, and of a draft targeting, objective and promotion code; or pause and resume by `status` */
        patch: operations["updateCampaign"];
        trace?: never;
    };
    "/campaigns/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freeze creatives and price, and send them to review */
        post: operations["submitCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or reject a campaign (admins) */
        post: operations["reviewCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or reject a media item of the revision seen (admins) */
        post: operations["reviewMedia"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/retry-activation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** After a failed activation: retry, or refund and cancel (admins) */
        post: operations["retryActivationCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop delivery; `pausing` until the platform confirmed it */
        post: operations["pauseCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lift the caller's own hold; an admin lifts any that a person or a rule set, and by an override what money or a platform caused */
        post: operations["resumeCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel; what was paid and not delivered is refunded */
        post: operations["cancelCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change budgets; a raised one is in force once paid, a lowered one refunds the difference */
        post: operations["budgetCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/flight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the dates */
        post: operations["flightCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every decision about a campaign, newest first */
        get: operations["listCampaignTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The final report */
        get: operations["getCampaignReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payment/create-checkout-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A checkout session for what a campaign is due */
        post: operations["paymentCreateCheckoutSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payment/pay-from-wallet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pay what a campaign is due from the wallet */
        post: operations["paymentPayFromWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/ad-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the ad groups of a campaign */
        get: operations["listCampaignAdGroups"];
        put?: never;
        /** Add an ad group */
        post: operations["createCampaignAdGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ad-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an ad group */
        get: operations["getAdGroup"];
        put?: never;
        post?: never;
        /** Remove an ad group with its creatives */
        delete: operations["deleteAdGroup"];
        options?: never;
        head?: never;
        /** Change an ad group */
        patch: operations["updateAdGroup"];
        trace?: never;
    };
    "/ad-groups/{id}/creatives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a creative */
        post: operations["createAdGroupCreative"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/creatives": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the creatives of a campaign */
        get: operations["listCampaignCreatives"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/creatives/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a creative */
        get: operations["getCreative"];
        put?: never;
        post?: never;
        /** Remove a creative */
        delete: operations["deleteCreative"];
        options?: never;
        head?: never;
        /** Change a creative */
        patch: operations["updateCreative"];
        trace?: never;
    };
    "/campaigns/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Results of a campaign by day, days without any left out; `format=csv` answers text/csv */
        get: operations["getCampaignMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/metrics/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Results of a campaign in sum, with its invalid traffic by reason */
        get: operations["getCampaignMetricsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Results of a campaign in sum, by day, and against as many days before */
        get: operations["getCampaignAnalytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Results of all your campaigns by currency: in sum, by day, and against as many days before */
        get: operations["getAnalytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/conversion-tracking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the advertiser’s site reports conversions: address and signing secret */
        get: operations["getCampaignConversionTracking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your notifications */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/unread-count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count what you have not read */
        get: operations["getNotificationsUnreadCount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark one as read */
        post: operations["readNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark all as read */
        post: operations["notificationsReadAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/parked-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the events that could not be understood, with those that overtook them */
        get: operations["listAdminParkedEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/parked-events/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a parked event once more; one that is still not understood is parked again */
        post: operations["retryAdminParkedEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/platform-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a signed event of the partner platform */
        post: operations["webhooksPlatformEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/provision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a user of the partner platform one of ours, or link the one with his verified email (admins) */
        post: operations["authProvision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payment/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a signed event of Stripe */
        post: operations["paymentWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a signed event of Stripe */
        post: operations["webhooksStripe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List payments */
        get: operations["listPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a payment: the receipt, and how far each refund is */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give back a part of a payment, or all that is left */
        post: operations["refundPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/billing/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the plans, with how much of each thing they allow */
        get: operations["listBillingPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pricing/calculate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Price a configuration; the quote is kept and can be bought until it expires */
        post: operations["pricingCalculate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pricing/quotes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a quote as it was said */
        get: operations["getPricingQuote"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pricing/industries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the industries, with the coverage and the currencies they are sold in */
        get: operations["listPricingIndustries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pricing/coverage-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the coverage types, with what their places name */
        get: operations["listPricingCoverageTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/geodata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List states and cities with population, area and density */
        get: operations["listGeodata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/pricing-matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the rows of the pricing matrix */
        get: operations["listAdminPricingMatrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/pricing-matrix/{industry}/{coverage_type}/{currency}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create or replace a row of the pricing matrix */
        put: operations["putAdminPricingMatrix"];
        post?: never;
        /** Delete a row of the pricing matrix; quotes that were made by it stay */
        delete: operations["deleteAdminPricingMatrix"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/pricing-matrix/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the pricing matrix as CSV, in the form that the import takes */
        get: operations["getAdminPricingMatrixCsv"];
        put?: never;
        /** Add and replace rows of the pricing matrix by CSV, all or none; a refusal names every faulty line */
        post: operations["adminPricingMatrixCsv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/geodata/{country}/{state}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create or replace a state in geodata */
        put: operations["putAdminGeodataState"];
        post?: never;
        /** Delete a state from geodata */
        delete: operations["deleteAdminGeodataState"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/geodata/{country}/{state}/{city}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create or replace a city in geodata */
        put: operations["putAdminGeodataCity"];
        post?: never;
        /** Delete a city from geodata */
        delete: operations["deleteAdminGeodataCity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/geodata/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read geodata as CSV, in the form that the import takes */
        get: operations["getAdminGeodataCsv"];
        put?: never;
        /** Add and replace rows of geodata by CSV, all or none; a refusal names every faulty line */
        post: operations["adminGeodataCsv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/promo-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the promotion codes, with how often each was used */
        get: operations["listAdminPromoCodes"];
        put?: never;
        /** Make a promotion code */
        post: operations["createAdminPromoCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/promo-codes/{code}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let no further campaign use a promotion code */
        post: operations["disableAdminPromoCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/placements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the placements */
        get: operations["listAdminPlacements"];
        put?: never;
        /** Add a placement */
        post: operations["createAdminPlacement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/placements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a placement */
        get: operations["getAdminPlacement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a placement, or switch it off */
        patch: operations["updateAdminPlacement"];
        trace?: never;
    };
    "/auth/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish a sign-in that asks for a second factor: its challenge and a code give the tokens */
        post: operations["authTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether your sign-ins ask for a second factor */
        get: operations["getUsersMeTotp"];
        put?: never;
        /** Begin to set up a second factor; this answer alone shows its secret */
        post: operations["usersMeTotp"];
        /** Take your second factor away, by one of its codes or a recovery code */
        delete: operations["deleteUsersMeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm it by a first code; this answer alone shows the recovery codes */
        post: operations["usersMeTotpConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take away the second factor of a user who has lost it */
        delete: operations["deleteUserTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your sign-ins */
        get: operations["listUsersMeSessions"];
        put?: never;
        post?: never;
        /** End all your sign-ins but this one */
        delete: operations["deleteUsersMeSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sign-ins */
        delete: operations["deleteUsersMeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End all sign-ins of a user */
        delete: operations["deleteUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password; every other sign-in ends */
        post: operations["usersMePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your email: a link is mailed to the new one */
        post: operations["usersMeEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your plan: the period, and use and limit of each meter */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your profile */
        get: operations["getUsersMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your profile */
        patch: operations["updateUsersMe"];
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a user’s role; the last admin keeps his */
        post: operations["roleUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shut a user out: all his sign-ins, API keys and codes end within a second */
        post: operations["disableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a disabled user sign in again */
        post: operations["enableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ad-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your ad accounts */
        get: operations["listAdAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your API keys */
        get: operations["listApiKeys"];
        put?: never;
        /** Make an API key; this answer alone shows it */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an API key */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /** Revoke an API key, at once and for good */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        /** Rename an API key */
        patch: operations["updateApiKey"];
        trace?: never;
    };
    "/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your endpoints */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /** Register an endpoint for webhooks; this answer alone shows its secret */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an endpoint */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /** Remove an endpoint, and with it what was not delivered yet */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /** Change an endpoint, or switch it off and on */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an endpoint a new secret; the old one signs too for 24 hours */
        post: operations["rotateSecretWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test event to an endpoint */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the deliveries to an endpoint, with every try */
        get: operations["listWebhookEndpointDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-deliveries/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery again, now */
        post: operations["resendWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follow what happens to your things, as server-sent events */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search the audit log by actor, action, target, request and time */
        get: operations["listAdminAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Take the audit log away, oldest first, as lines of JSON; `format=csv` answers text/csv */
        get: operations["getAdminAuditExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /**
             * Format: uri
             * @description Stable address of the code’s explanation
             * @enum {string}
             */
            type: "http://localhost:3000/docs/errors#MALFORMED_JSON" | "http://localhost:3000/docs/errors#MALFORMED_ID" | "http://localhost:3000/docs/errors#IDEMPOTENCY_KEY_INVALID" | "http://localhost:3000/docs/errors#UNAUTHENTICATED" | "http://localhost:3000/docs/errors#BAD_CREDENTIALS" | "http://localhost:3000/docs/errors#CHALLENGE_INVALID" | "http://localhost:3000/docs/errors#SECOND_FACTOR_INVALID" | "http://localhost:3000/docs/errors#OTP_INVALID" | "http://localhost:3000/docs/errors#SIGN_IN_FAILED" | "http://localhost:3000/docs/errors#TOKEN_REUSED" | "http://localhost:3000/docs/errors#SIGNATURE_INVALID" | "http://localhost:3000/docs/errors#TWO_CREDENTIALS" | "http://localhost:3000/docs/errors#ORIGIN_REFUSED" | "http://localhost:3000/docs/errors#FORBIDDEN" | "http://localhost:3000/docs/errors#API_KEY_REFUSED" | "http://localhost:3000/docs/errors#API_KEY_SCOPE" | "http://localhost:3000/docs/errors#PROVIDER_EMAIL_UNVERIFIED" | "http://localhost:3000/docs/errors#SIGN_IN_NOT_RECENT" | "http://localhost:3000/docs/errors#ACCOUNT_DISABLED" | "http://localhost:3000/docs/errors#PLAN_LIMIT_REACHED" | "http://localhost:3000/docs/errors#NOT_FOUND" | "http://localhost:3000/docs/errors#SIGN_IN_METHOD_OFF" | "http://localhost:3000/docs/errors#HEADERS_TOO_LARGE" | "http://localhost:3000/docs/errors#REQUEST_TIMEOUT" | "http://localhost:3000/docs/errors#RANGE_NOT_SATISFIABLE" | "http://localhost:3000/docs/errors#MALFORMED_REQUEST" | "http://localhost:3000/docs/errors#METHOD_NOT_ALLOWED" | "http://localhost:3000/docs/errors#CONFLICT" | "http://localhost:3000/docs/errors#EMAIL_TAKEN" | "http://localhost:3000/docs/errors#PHONE_TAKEN" | "http://localhost:3000/docs/errors#EMAIL_NOT_VERIFIED" | "http://localhost:3000/docs/errors#IDEMPOTENCY_IN_PROGRESS" | "http://localhost:3000/docs/errors#IDEMPOTENCY_KEY_REUSED" | "http://localhost:3000/docs/errors#VERSION_CONFLICT" | "http://localhost:3000/docs/errors#PAYLOAD_TOO_LARGE" | "http://localhost:3000/docs/errors#UNSUPPORTED_MEDIA_TYPE" | "http://localhost:3000/docs/errors#LINK_INVALID" | "http://localhost:3000/docs/errors#VALIDATION_FAILED" | "http://localhost:3000/docs/errors#RATE_LIMITED" | "http://localhost:3000/docs/errors#UNAVAILABLE" | "http://localhost:3000/docs/errors#OUTCOME_UNKNOWN" | "http://localhost:3000/docs/errors#INTERNAL" | "http://localhost:3000/docs/errors#WRONG_PHASE" | "http://localhost:3000/docs/errors#BUSY" | "http://localhost:3000/docs/errors#CAMPAIGN_CLOSED" | "http://localhost:3000/docs/errors#CAMPAIGN_STUCK" | "http://localhost:3000/docs/errors#STALE_REVIEW" | "http://localhost:3000/docs/errors#MEDIA_NOT_IN_REVIEW" | "http://localhost:3000/docs/errors#NOTHING_TO_SERVE" | "http://localhost:3000/docs/errors#NOT_HELD" | "http://localhost:3000/docs/errors#NOTHING_DUE" | "http://localhost:3000/docs/errors#PAYMENT_PROCESSING" | "http://localhost:3000/docs/errors#FLIGHT_OVER" | "http://localhost:3000/docs/errors#BUDGET_BELOW_DELIVERED" | "http://localhost:3000/docs/errors#BUDGET_CEILING" | "http://localhost:3000/docs/errors#QUOTE_EXPIRED" | "http://localhost:3000/docs/errors#QUOTE_MISMATCH" | "http://localhost:3000/docs/errors#CHANNEL_UNAVAILABLE" | "http://localhost:3000/docs/errors#OPTIMIZATION_STALE" | "http://localhost:3000/docs/errors#AMOUNT_NOT_CHARGEABLE" | "http://localhost:3000/docs/errors#PAYMENT_DISPUTED" | "http://localhost:3000/docs/errors#REFUND_TOO_LARGE" | "http://localhost:3000/docs/errors#INSUFFICIENT_FUNDS" | "http://localhost:3000/docs/errors#CARD_DECLINED" | "http://localhost:3000/docs/errors#PROVIDER_REFUSED" | "http://localhost:3000/docs/errors#MEDIA_BROKEN" | "http://localhost:3000/docs/errors#MEDIA_UNSAFE" | "http://localhost:3000/docs/errors#MEDIA_DIMENSIONS" | "http://localhost:3000/docs/errors#MEDIA_TOO_COMPLEX" | "http://localhost:3000/docs/errors#MEDIA_TOO_LARGE" | "http://localhost:3000/docs/errors#MEDIA_TYPE" | "http://localhost:3000/docs/errors#UNKNOWN_REGION" | "http://localhost:3000/docs/errors#UNKNOWN_INDUSTRY" | "http://localhost:3000/docs/errors#PROMO_INVALID" | "http://localhost:3000/docs/errors#CAMPAIGN_EXISTS";
            title: string;
            status: number;
            detail: string;
            instance: string;
            /** @example VALIDATION_FAILED */
            code: string;
            request_id: string;
            errors?: {
                /**
                 * @description JSON pointer to the field
                 * @example /email
                 */
                path: string;
                message: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        User: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            email: string | null;
            /** @description Whether a link that was mailed there was opened */
            email_verified: boolean;
            phone: string | null;
            full_name: string;
            /** @enum {string} */
            role: "advertiser" | "support" | "admin";
            /** @description Whether the role is admin */
            is_superuser: boolean;
            is_active: boolean;
            plan: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        Registration: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /**
             * Format: password
             * @example correct horse battery
             */
            password: string;
            /** @example Ada Lovelace */
            full_name: string;
            /**
             * @default USD
             * @enum {string}
             */
            currency?: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            time_zone?: string;
        };
        LoginAnswer: components["schemas"]["Tokens"] | components["schemas"]["SecondFactorNeeded"] | components["schemas"]["CodeSent"];
        Tokens: {
            access_token: string;
            /** @description Absent where it is kept in a cookie */
            refresh_token?: string;
            /** @enum {string} */
            token_type: "bearer";
            /**
             * @description Seconds until the access token expires
             * @example 1800
             */
            expires_in: number;
        };
        SecondFactorNeeded: {
            /** @enum {string} */
            second_factor: "totp";
            /** @description With the code of the second factor it gives the tokens */
            challenge: string;
        };
        CodeSent: {
            /**
             * @description Seconds until the code expires
             * @example 300
             */
            code_expires_in: number;
        };
        Login: components["schemas"]["PasswordLogin"] | components["schemas"]["PhoneNumber"];
        PasswordLogin: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /** Format: password */
            password: string;
            /**
             * @description Where the refresh token is kept: `cookie` for pages of ours in a browser, where no script can read it
             * @default body
             * @enum {string}
             */
            refresh_token_in?: "body" | "cookie";
        };
        PhoneNumber: {
            /**
             * Format: phone
             * @example +14155552671
             */
            phone: string;
        };
        Refresh: {
            refresh_token?: string;
        };
        /** @description The same whether or not there is anyone to write to */
        MailAsked: {
            message: string;
        };
        EmailAddress: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
        };
        PasswordReset: {
            /** @description From the link in the mail */
            token: string;
            /**
             * Format: password
             * @example correct horse battery
             */
            password: string;
        };
        MailLink: {
            /** @description From the link in the mail */
            token: string;
        };
        SignedIn: components["schemas"]["Tokens"] | components["schemas"]["SecondFactorNeeded"];
        PhoneSignIn: {
            /**
             * Format: phone
             * @example +14155552671
             */
            phone: string;
            /** @example 123456 */
            otp: string;
            /**
             * @description Where the refresh token is kept: `cookie` for pages of ours in a browser, where no script can read it
             * @default body
             * @enum {string}
             */
            refresh_token_in?: "body" | "cookie";
        };
        PhoneToLink: {
            /**
             * Format: phone
             * @example +14155552671
             */
            phone: string;
            /**
             * Format: password
             * @description Needed by those who have one; the others must have signed in within the last ten minutes
             */
            password?: string;
        };
        OneTimeCode: {
            /** @example 123456 */
            otp: string;
        };
        ProofOfPerson: {
            /**
             * Format: password
             * @description Needed by those who have one; the others must have signed in within the last ten minutes
             */
            password?: string;
        };
        GoogleSignInFinish: {
            /**
             * @description Where the refresh token is kept: `cookie` for pages of ours in a browser, where no script can read it
             * @default body
             * @enum {string}
             */
            refresh_token_in?: "body" | "cookie";
        };
        Media: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            user_id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            campaign_id: string | null;
            /** @enum {string} */
            kind: "image" | "video";
            content_type: string;
            file_name: string;
            /** @description Of the file as it was uploaded */
            sha256: string;
            /** @description Of the file as it was uploaded */
            bytes: number;
            width: number;
            height: number;
            /** @description Null of a picture */
            duration_ms: number | null;
            /** @description Addresses valid for 15 minutes: `original` and, of a picture, `thumbnail` and each format */
            renditions: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        Campaign: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            advertiser_id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            ad_account_id: string;
            /** @enum {string} */
            platform: "house" | "meta" | "google" | "sandbox";
            name: string;
            /** @enum {string} */
            objective: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
            /** @description What it is priced for; in answers to GET and PATCH. */
            targeting?: {
                /** @example retail */
                industry: string;
                /** @enum {string} */
                coverage_type: "radius" | "city" | "state" | "national";
                places: {
                    country: string;
                    state?: string | null;
                    city?: string | null;
                    /** @description Around a point of the state; the population is the state’s, by density. */
                    radius_km?: number | null;
                }[];
                /**
                 * @default impression
                 * @enum {string}
                 */
                billed_unit?: "impression" | "click";
            };
            promo_code?: string | null;
            tags: string[];
            /** @enum {string} */
            status: "draft" | "pending" | "active" | "paused" | "completed" | "rejected" | "cancelled" | "expired";
            /** @enum {string} */
            phase: "draft" | "media_review" | "awaiting_payment" | "pending_approval" | "scheduled" | "activating" | "activation_failed" | "active" | "completing" | "completed" | "rejected" | "cancelled" | "expired";
            version: number;
            /** @enum {string|null} */
            review: "media" | "campaign" | null;
            /** @enum {string} */
            payment: "not_due" | "due" | "processing" | "paid" | "held" | "disputed";
            /**
             * @description Minor units
             * @example 5000
             */
            amount_due: number;
            /**
             * @description Minor units
             * @example 5000
             */
            amount_paid: number;
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            /**
             * @description Minor units
             * @example 5000
             */
            budget_lifetime: number | null;
            /**
             * @description Minor units
             * @example 5000
             */
            budget_daily: number | null;
            /**
             * @description Minor units
             * @example 5000
             */
            budget_ceiling: number | null;
            /**
             * Format: date
             * @description In the zone of the thing it belongs to
             * @example 2026-11-30
             */
            start_date: string | null;
            /**
             * Format: date
             * @description In the zone of the thing it belongs to
             * @example 2026-11-30
             */
            end_date: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            start_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            end_at: string | null;
            time_zone: string;
            /** @enum {string} */
            make_good: "refund" | "extend";
            /** @enum {string} */
            optimization: "off" | "suggest" | "automatic";
            waiting_for: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            waiting_since: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            quote_id: string | null;
            revision: {
                hash: string;
                media: {
                    /**
                     * Format: uuid
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    media_id: string;
                    /** @enum {string} */
                    decision: "pending" | "approved" | "rejected";
                    reason: string | null;
                }[];
            } | null;
            live_revision: string | null;
            checkout: {
                /**
                 * Format: uuid
                 * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                 */
                payment_id: string;
                session_id: string;
                /** Format: uri */
                url: string;
                /**
                 * Format: date-time
                 * @example 2026-11-30T12:00:00.000Z
                 */
                expires_at: string;
            } | null;
            holds: {
                by: string;
                reason: string;
                /**
                 * Format: date-time
                 * @example 2026-11-30T12:00:00.000Z
                 */
                since: string;
            }[];
            /** @enum {string} */
            delivery: "off" | "starting" | "delivering" | "pausing" | "paused";
            end_reason: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        AdGroup: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            campaign_id: string;
            name: string;
            targeting: components["schemas"]["AdGroupTargeting"];
            /** @enum {string} */
            bid_strategy: "manual" | "auto_cpc" | "target_roas" | "maximize_conversions";
            /**
             * @description Minor units
             * @example 5000
             */
            bid_amount: number | null;
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            /** @enum {string} */
            status: "active" | "paused";
            version: number;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        AdGroupTargeting: {
            age_min?: number;
            age_max?: number;
            genders?: ("female" | "male" | "other")[];
            languages?: string[];
            devices?: ("desktop" | "mobile" | "tablet")[];
            interests?: string[];
            keywords?: string[];
            frequency_cap?: {
                impressions: number;
                hours: number;
            };
        };
        /**
         * @example {
         *       "name": "Neighbours",
         *       "targeting": {
         *         "age_min": 25,
         *         "devices": [
         *           "mobile"
         *         ]
         *       }
         *     }
         */
        NewAdGroup: {
            name: string;
            targeting?: components["schemas"]["AdGroupTargeting"];
            /**
             * @default manual
             * @enum {string}
             */
            bid_strategy?: "manual" | "auto_cpc" | "target_roas" | "maximize_conversions";
            /**
             * @description Minor units
             * @default null
             */
            bid_amount?: number | null;
            /**
             * @default active
             * @enum {string}
             */
            status?: "active" | "paused";
        };
        AdGroupChanges: {
            name?: string;
            targeting?: components["schemas"]["AdGroupTargeting"];
            /** @enum {string} */
            bid_strategy?: "manual" | "auto_cpc" | "target_roas" | "maximize_conversions";
            /** @description Minor units */
            bid_amount?: number | null;
            /** @enum {string} */
            status?: "active" | "paused";
        };
        Creative: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            ad_group_id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            campaign_id: string;
            headline: string;
            description: string;
            destination_url: string;
            call_to_action: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            media_id: string | null;
            weight: number;
            /** @enum {string} */
            status: "pending_review" | "active" | "paused" | "rejected";
            rejection_reason: string | null;
            version: number;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        /**
         * @example {
         *       "headline": "Fresh bread",
         *       "description": "From seven in the morning.",
         *       "destination_url": "https://shop.example/spring?click={click_id}"
         *     }
         */
        NewCreative: {
            headline: string;
            description: string;
            /**
             * Format: uri
             * @example https://shop.example/spring?click={click_id}
             */
            destination_url: string;
            /** @default Shop Now */
            call_to_action?: string;
            /**
             * Format: uuid
             * @default null
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            media_id?: string | null;
            /**
             * @description Share among its campaign’s creatives
             * @default 1
             */
            weight?: number;
            /**
             * @default active
             * @enum {string}
             */
            status?: "active" | "paused";
        };
        CreativeChanges: {
            headline?: string;
            description?: string;
            /**
             * Format: uri
             * @example https://shop.example/spring?click={click_id}
             */
            destination_url?: string;
            call_to_action?: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            media_id?: string | null;
            /** @description Share among its campaign’s creatives */
            weight?: number;
            /** @enum {string} */
            status?: "active" | "paused";
        };
        CampaignAnalytics: {
            /** Format: uuid */
            campaign_id: string;
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            time_zone: string;
            /**
             * Format: date
             * @description In the zone of the thing it belongs to
             * @example 2026-11-30
             */
            from: string;
            /**
             * Format: date
             * @description In the zone of the thing it belongs to
             * @example 2026-11-30
             */
            to: string;
            total: {
                impressions: number;
                clicks: number;
                conversions: number;
                /** @description Events counted apart and never billed */
                invalid: number;
                /** @description Minor units */
                spend: number;
                /** @description Minor units */
                revenue: number;
                /** @description Percentage: clicks / impressions × 100 */
                ctr: number | null;
                /** @description Minor units: spend / impressions × 1000 */
                cpm: number | null;
                /** @description Minor units: spend / clicks */
                cpc: number | null;
                /** @description Minor units: spend / conversions */
                cpa: number | null;
                /** @description Revenue / spend */
                roas: number | null;
            };
            /** @description As many days before the first */
            before: {
                /**
                 * Format: date
                 * @description In the zone of the thing it belongs to
                 * @example 2026-11-30
                 */
                from: string;
                /**
                 * Format: date
                 * @description In the zone of the thing it belongs to
                 * @example 2026-11-30
                 */
                to: string;
                impressions: number;
                clicks: number;
                conversions: number;
                /** @description Events counted apart and never billed */
                invalid: number;
                /** @description Minor units */
                spend: number;
                /** @description Minor units */
                revenue: number;
                /** @description Percentage: clicks / impressions × 100 */
                ctr: number | null;
                /** @description Minor units: spend / impressions × 1000 */
                cpm: number | null;
                /** @description Minor units: spend / clicks */
                cpc: number | null;
                /** @description Minor units: spend / conversions */
                cpa: number | null;
                /** @description Revenue / spend */
                roas: number | null;
            };
            items: {
                /**
                 * Format: date
                 * @description In the zone of the thing it belongs to
                 * @example 2026-11-30
                 */
                date: string;
                impressions: number;
                clicks: number;
                conversions: number;
                /** @description Events counted apart and never billed */
                invalid: number;
                /** @description Minor units */
                spend: number;
                /** @description Minor units */
                revenue: number;
                /** @description Percentage: clicks / impressions × 100 */
                ctr: number | null;
                /** @description Minor units: spend / impressions × 1000 */
                cpm: number | null;
                /** @description Minor units: spend / clicks */
                cpc: number | null;
                /** @description Minor units: spend / conversions */
                cpa: number | null;
                /** @description Revenue / spend */
                roas: number | null;
            }[];
        };
        AccountAnalytics: {
            /**
             * Format: date
             * @description In the zone of the thing it belongs to
             * @example 2026-11-30
             */
            from: string;
            /**
             * Format: date
             * @description In the zone of the thing it belongs to
             * @example 2026-11-30
             */
            to: string;
            currencies: {
                /** @enum {string} */
                currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                total: {
                    impressions: number;
                    clicks: number;
                    conversions: number;
                    /** @description Events counted apart and never billed */
                    invalid: number;
                    /** @description Minor units */
                    spend: number;
                    /** @description Minor units */
                    revenue: number;
                    /** @description Percentage: clicks / impressions × 100 */
                    ctr: number | null;
                    /** @description Minor units: spend / impressions × 1000 */
                    cpm: number | null;
                    /** @description Minor units: spend / clicks */
                    cpc: number | null;
                    /** @description Minor units: spend / conversions */
                    cpa: number | null;
                    /** @description Revenue / spend */
                    roas: number | null;
                };
                /** @description As many days before the first */
                before: {
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    from: string;
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    to: string;
                    impressions: number;
                    clicks: number;
                    conversions: number;
                    /** @description Events counted apart and never billed */
                    invalid: number;
                    /** @description Minor units */
                    spend: number;
                    /** @description Minor units */
                    revenue: number;
                    /** @description Percentage: clicks / impressions × 100 */
                    ctr: number | null;
                    /** @description Minor units: spend / impressions × 1000 */
                    cpm: number | null;
                    /** @description Minor units: spend / clicks */
                    cpc: number | null;
                    /** @description Minor units: spend / conversions */
                    cpa: number | null;
                    /** @description Revenue / spend */
                    roas: number | null;
                };
                items: {
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    date: string;
                    impressions: number;
                    clicks: number;
                    conversions: number;
                    /** @description Events counted apart and never billed */
                    invalid: number;
                    /** @description Minor units */
                    spend: number;
                    /** @description Minor units */
                    revenue: number;
                    /** @description Percentage: clicks / impressions × 100 */
                    ctr: number | null;
                    /** @description Minor units: spend / impressions × 1000 */
                    cpm: number | null;
                    /** @description Minor units: spend / clicks */
                    cpc: number | null;
                    /** @description Minor units: spend / conversions */
                    cpa: number | null;
                    /** @description Revenue / spend */
                    roas: number | null;
                }[];
            }[];
        };
        UnreadCount: {
            unread_count: number;
        };
        Notification: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            /** @example payment.received */
            type: string;
            title: string;
            message: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            campaign_id: string | null;
            is_read: boolean;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
        };
        ReadAll: {
            marked: number;
        };
        OvertakingEvent: {
            /**
             * @description Of the stored message
             * @example 1017
             */
            id: string;
            event_id: string;
            type: string;
            /** @description What became of it */
            outcome: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            handled_at: string;
        };
        RetriedEvent: {
            /**
             * @description Of the stored message
             * @example 1017
             */
            id: string;
            /** @enum {string} */
            status: "waiting";
        };
        WebhookAnswer: {
            /** @enum {boolean} */
            received: true;
        };
        Provisioned: {
            /**
             * @description Made now; there before, with this verified email; or provisioned before
             * @enum {string}
             */
            outcome: "created" | "linked" | "known";
            user: components["schemas"]["User"];
        };
        Provisioning: {
            /**
             * @description The user’s id at the partner platform
             * @example p-1017
             */
            user_id: string;
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /** @description Whether the partner platform has proved it */
            email_verified: boolean;
            full_name?: string;
            /**
             * @default USD
             * @enum {string}
             */
            currency?: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            /**
             * @default UTC
             * @example Europe/Berlin
             */
            time_zone?: string;
        };
        Refund: {
            id: string;
            /** @description Minor units */
            amount: number;
            currency: string;
            /** @enum {string} */
            status: "requested" | "processing" | "succeeded" | "failed";
            /** @enum {string} */
            origin: "adflight" | "provider";
            reason: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        Dispute: {
            id: string;
            /** @description Minor units */
            amount: number;
            currency: string;
            /**
             * @description Minor units
             * @example 5000
             */
            fee: number;
            /**
             * @description An inquiry is a question of the bank: refunds and delivery go on
             * @enum {string}
             */
            status: "inquiry" | "inquiry_closed" | "open" | "won" | "lost";
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        Payment: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            user_id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            campaign_id: string | null;
            /** @enum {string} */
            purpose: "campaign" | "budget";
            /** @enum {string} */
            method: "checkout" | "wallet";
            /** @enum {string} */
            status: "pending" | "processing" | "paid" | "failed" | "expired" | "disputed" | "partially_refunded" | "refunded";
            currency: string;
            /**
             * @description Minor units asked for
             * @example 5000
             */
            amount: number;
            /**
             * @description Minor units that came, in `received_currency`
             * @example 5000
             */
            received: number;
            /** @description The currency in which it came, null until it came; refunds and disputes are in it. Another than `currency` only for a payment that is held */
            received_currency: string | null;
            /**
             * @description Minor units that went back, in `received_currency`
             * @example 5000
             */
            refunded: number;
            /**
             * @description Minor units that a refund can give now, in `received_currency`: less what was delivered, disputed, or is on its way back
             * @example 5000
             */
            refundable: number;
            /** @description Another sum than was asked for came: an admin decides */
            held: boolean;
            /** Format: uri */
            checkout_url: string | null;
            refunds: components["schemas"]["Refund"][];
            disputes: components["schemas"]["Dispute"][];
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        RequestedRefund: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            payment_id: string;
            /** @description Minor units */
            amount: number;
            currency: string;
            /** @enum {string} */
            status: "requested";
        };
        PricingRow: {
            industry: string;
            /** @enum {string} */
            coverage_type: "radius" | "city" | "state" | "national";
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            /**
             * @description Micros per 1,000 impressions
             * @example 4200000
             */
            base_rate_micros: number;
            /** @example 100 */
            multiplier: string;
            /** @description In the order in which they apply */
            discounts: {
                name: string;
                /** @enum {string} */
                kind: "volume" | "duration" | "first_campaign";
                /** @description Minor units (volume), days (duration), 0 (first campaign) */
                threshold: number;
                /** @example 50 */
                percent: string;
            }[];
            version: number;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        Area: {
            country: string;
            state: string;
            city: string | null;
            name: string;
            population: number;
            /** @example 20000000 */
            area_km2: string;
            /** @description People per km² */
            density: number;
            version: number;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        PromoCode: {
            code: string;
            /** @example 90 */
            percent: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            starts_at?: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            ends_at?: string | null;
            /** @description Campaigns in all */
            max_uses?: number | null;
            /** @description Campaigns of one advertiser */
            max_uses_each?: number | null;
            uses: number;
            is_active: boolean;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
        };
        Placement: {
            id: string;
            name: string;
            /** @description Pixels */
            width: number;
            /** @description Pixels */
            height: number;
            formats: ("image" | "text" | "video")[];
            /** @description Where its viewers are; null: not known */
            country: string | null;
            state: string | null;
            /** @description Least price of an impression, in micros of floor_currency; 0: none */
            floor_micros: number;
            /** @enum {string} */
            floor_currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            is_active: boolean;
            /** @description The publisher signs viewers’ geography with it */
            geography_secret: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
        };
        SecondStep: {
            /** @description From the first step; good for five minutes */
            challenge: string;
            /**
             * @description Of the authenticator app, or a recovery code
             * @example 123456
             */
            code: string;
            /**
             * @description Where the refresh token is kept: `cookie` for pages of ours in a browser, where no script can read it
             * @default body
             * @enum {string}
             */
            refresh_token_in?: "body" | "cookie";
        };
        SecondFactor: {
            /** @description Whether sign-ins ask for a code */
            is_confirmed: boolean;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            confirmed_at: string | null;
            recovery_codes_left: number;
        };
        SecondFactorEnrolment: {
            /** @description Base32, for those who type it; shown this once */
            secret: string;
            /** @description otpauth:// address, for a QR code */
            uri: string;
        };
        RecoveryCodes: {
            /** @description Each counts once; shown this once */
            recovery_codes: string[];
        };
        SecondFactorConfirmation: {
            /**
             * @description Of the authenticator app
             * @example 123456
             */
            code: string;
        };
        SecondFactorRemoval: {
            /**
             * @description Of the authenticator app, or a recovery code
             * @example 123456
             */
            code: string;
        };
        PasswordChange: {
            /** Format: password */
            old_password: string;
            /**
             * Format: password
             * @example correct horse battery
             */
            new_password: string;
        };
        EmailChange: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /**
             * Format: password
             * @description Needed by those who have one; the others must have signed in within the last ten minutes
             */
            password?: string;
        };
        Usage: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            user_id: string;
            /** @enum {string} */
            plan: "free" | "starter" | "professional" | "business";
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-30T12:00:00.000Z
                 */
                start: string;
                /**
                 * Format: date-time
                 * @description When what is counted by period begins anew
                 * @example 2026-11-30T12:00:00.000Z
                 */
                end: string;
            };
            meters: {
                /** @example generations */
                meter: string;
                /** @description Counted within the period, or what is there now */
                by_period: boolean;
                used: number;
                /** @description Null: unlimited */
                limit: number | null;
            }[];
        };
        ProfileChanges: {
            full_name?: string;
        };
        RoleChange: {
            /** @enum {string} */
            role: "advertiser" | "support" | "admin";
        };
        NewApiKey: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            name: string;
            /**
             * @description How the key begins
             * @example afk_Zk3vQ9aB
             */
            prefix: string;
            scopes: ("account:read" | "account:write" | "campaigns:read" | "campaigns:write" | "media:read" | "media:write" | "payments:read" | "payments:write" | "events:read" | "webhooks:read" | "webhooks:write" | "users:read" | "users:write" | "reviews:write" | "prices:write" | "placements:write" | "audit:read")[];
            /**
             * Format: date-time
             * @description Exact to a minute
             * @example 2026-11-30T12:00:00.000Z
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /** @description For X-API-Key. It is never shown again. */
            key: string;
        };
        ApiKeyRequest: {
            /** @example Nightly import */
            name: string;
            /** @description What it is for; only what its owner may do himself */
            scopes: ("account:read" | "account:write" | "campaigns:read" | "campaigns:write" | "media:read" | "media:write" | "payments:read" | "payments:write" | "events:read" | "webhooks:read" | "webhooks:write" | "users:read" | "users:write" | "reviews:write" | "prices:write" | "placements:write" | "audit:read")[];
            /**
             * Format: date-time
             * @description In the future; without it the key does not expire
             * @example 2026-11-30T12:00:00.000Z
             */
            expires_at?: string;
        };
        ApiKey: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            name: string;
            /**
             * @description How the key begins
             * @example afk_Zk3vQ9aB
             */
            prefix: string;
            scopes: ("account:read" | "account:write" | "campaigns:read" | "campaigns:write" | "media:read" | "media:write" | "payments:read" | "payments:write" | "events:read" | "webhooks:read" | "webhooks:write" | "users:read" | "users:write" | "reviews:write" | "prices:write" | "placements:write" | "audit:read")[];
            /**
             * Format: date-time
             * @description Exact to a minute
             * @example 2026-11-30T12:00:00.000Z
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
        };
        ApiKeyChanges: {
            /** @example Nightly import */
            name: string;
        };
        WebhookEndpointWithSecret: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            url: string;
            description: string;
            events: string[];
            is_active: boolean;
            /** @description Why it was shut off without your word */
            disabled_reason: string | null;
            /**
             * Format: date-time
             * @description Null: the last try came through
             * @example 2026-11-30T12:00:00.000Z
             */
            failing_since: string | null;
            /**
             * Format: date-time
             * @description Until then the secret before the last rotation signs too
             * @example 2026-11-30T12:00:00.000Z
             */
            previous_secret_until: string | null;
            version: number;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
            /** @description Verifies signatures. It is never shown again. */
            secret: string;
        };
        NewWebhookEndpoint: {
            /**
             * Format: uri
             * @description A public https address, on port 443 or above 1023
             * @example https://hooks.example.com/adflight
             */
            url: string;
            /** @default  */
            description?: string;
            /**
             * @description Event types, or families of them
             * @example [
             *       "campaign.*",
             *       "payment.received"
             *     ]
             */
            events: ("campaign.*" | "media.*" | "payment.*" | "refund.*" | "order.*" | "campaign.created" | "campaign.edited" | "campaign.reminded" | "campaign.submitted" | "campaign.expired" | "campaign.approved" | "campaign.rejected" | "campaign.revision_approved" | "campaign.revision_rejected" | "campaign.activating" | "campaign.activation_failed" | "campaign.activated" | "campaign.pausing" | "campaign.paused" | "campaign.resumed" | "campaign.delivery_confirmed" | "campaign.budget_changed" | "campaign.budget_exhausted" | "campaign.flight_changed" | "campaign.extended" | "campaign.optimized" | "campaign.completing" | "campaign.completed" | "campaign.cancelled" | "media.approved" | "media.rejected" | "payment.requested" | "payment.received" | "payment.processing" | "payment.failed" | "payment.expired" | "payment.excess" | "payment.held" | "payment.disputed" | "payment.dispute_won" | "payment.dispute_lost" | "payment.refunded" | "payment.refund_reduced" | "refund.requested" | "refund.processing" | "refund.succeeded" | "refund.failed")[];
        };
        WebhookEndpoint: {
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            url: string;
            description: string;
            events: string[];
            is_active: boolean;
            /** @description Why it was shut off without your word */
            disabled_reason: string | null;
            /**
             * Format: date-time
             * @description Null: the last try came through
             * @example 2026-11-30T12:00:00.000Z
             */
            failing_since: string | null;
            /**
             * Format: date-time
             * @description Until then the secret before the last rotation signs too
             * @example 2026-11-30T12:00:00.000Z
             */
            previous_secret_until: string | null;
            version: number;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            updated_at: string;
        };
        WebhookEndpointChanges: {
            /**
             * Format: uri
             * @description A public https address, on port 443 or above 1023
             * @example https://hooks.example.com/adflight
             */
            url?: string;
            description?: string;
            /**
             * @description Event types, or families of them
             * @example [
             *       "campaign.*",
             *       "payment.received"
             *     ]
             */
            events?: ("campaign.*" | "media.*" | "payment.*" | "refund.*" | "order.*" | "campaign.created" | "campaign.edited" | "campaign.reminded" | "campaign.submitted" | "campaign.expired" | "campaign.approved" | "campaign.rejected" | "campaign.revision_approved" | "campaign.revision_rejected" | "campaign.activating" | "campaign.activation_failed" | "campaign.activated" | "campaign.pausing" | "campaign.paused" | "campaign.resumed" | "campaign.delivery_confirmed" | "campaign.budget_changed" | "campaign.budget_exhausted" | "campaign.flight_changed" | "campaign.extended" | "campaign.optimized" | "campaign.completing" | "campaign.completed" | "campaign.cancelled" | "media.approved" | "media.rejected" | "payment.requested" | "payment.received" | "payment.processing" | "payment.failed" | "payment.expired" | "payment.excess" | "payment.held" | "payment.disputed" | "payment.dispute_won" | "payment.dispute_lost" | "payment.refunded" | "payment.refund_reduced" | "refund.requested" | "refund.processing" | "refund.succeeded" | "refund.failed")[];
            /** @description Switched on, what waited for it is sent at once */
            is_active?: boolean;
        };
        WebhookDelivery: {
            /**
             * Format: uuid
             * @description The webhook-id, the same for every try
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            id: string;
            /**
             * Format: uuid
             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
             */
            webhook_endpoint_id: string;
            type: string;
            /** @description As it is signed and sent */
            body: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            /**
             * Format: date-time
             * @description Null: none, or not while the endpoint is off
             * @example 2026-11-30T12:00:00.000Z
             */
            next_try_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            delivered_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-30T12:00:00.000Z
             */
            created_at: string;
            tries: {
                n: number;
                /**
                 * Format: date-time
                 * @example 2026-11-30T12:00:00.000Z
                 */
                at: string;
                /** @description Null: nothing was answered */
                status: number | null;
                /** @description Null: it came through */
                failure: string | null;
                duration_ms: number;
            }[];
        };
        JsonValue: unknown;
    };
    responses: {
        /** @description `HEADERS_TOO_LARGE`: The address or the headers of the request are too long. */
        "431.HEADERS_TOO_LARGE.uncounted": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "HEADERS_TOO_LARGE";
                };
            };
        };
        /** @description `INTERNAL`: Something went wrong on our side. */
        "500.INTERNAL.uncounted": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INTERNAL";
                };
            };
        };
        /**
         * @description `OUTCOME_UNKNOWN`: The request was sent on but its answer was lost. Repeating with the same Idempotency-Key is safe.
         *
         *     `UNAVAILABLE`: A part of the system is away for the moment. Repeating with the same Idempotency-Key is safe.
         */
        "503.OUTCOME_UNKNOWN.UNAVAILABLE.uncounted": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "OUTCOME_UNKNOWN" | "UNAVAILABLE";
                };
            };
        };
        /** @description `VALIDATION_FAILED`: Some fields are not valid. */
        "422.VALIDATION_FAILED.uncounted": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED";
                };
            };
        };
        /** @description `HEADERS_TOO_LARGE`: The address or the headers of the request are too long. */
        "431.HEADERS_TOO_LARGE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "HEADERS_TOO_LARGE";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `MALFORMED_JSON`: The request body is not valid JSON.
         */
        "400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "MALFORMED_JSON";
                };
            };
        };
        /** @description `INTERNAL`: Something went wrong on our side. */
        "500.INTERNAL": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INTERNAL";
                };
            };
        };
        /**
         * @description `OUTCOME_UNKNOWN`: The request was sent on but its answer was lost. Repeating with the same Idempotency-Key is safe.
         *
         *     `UNAVAILABLE`: A part of the system is away for the moment. Repeating with the same Idempotency-Key is safe.
         */
        "503.OUTCOME_UNKNOWN.UNAVAILABLE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "OUTCOME_UNKNOWN" | "UNAVAILABLE";
                };
            };
        };
        /** @description `PAYLOAD_TOO_LARGE`: The request is too large. */
        "413.PAYLOAD_TOO_LARGE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "PAYLOAD_TOO_LARGE";
                };
            };
        };
        /** @description `RATE_LIMITED`: Too many requests: wait and try again. */
        "429.RATE_LIMITED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "RATE_LIMITED";
                };
            };
        };
        /** @description `UNSUPPORTED_MEDIA_TYPE`: This content type is not accepted here. */
        "415.UNSUPPORTED_MEDIA_TYPE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "UNSUPPORTED_MEDIA_TYPE";
                };
            };
        };
        /** @description `VALIDATION_FAILED`: Some fields are not valid. */
        "422.VALIDATION_FAILED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `ACCOUNT_DISABLED`: This account has been disabled.
         *
         *     `ORIGIN_REFUSED`: Sign-in cookies are only for pages of our own.
         */
        "403.ACCOUNT_DISABLED.ORIGIN_REFUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "ACCOUNT_DISABLED" | "ORIGIN_REFUSED";
                };
            };
        };
        /** @description `BAD_CREDENTIALS`: The email or the password is wrong. */
        "401.BAD_CREDENTIALS": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BAD_CREDENTIALS";
                };
            };
        };
        /** @description `SIGN_IN_METHOD_OFF`: This way to sign in is not set up here. */
        "404.SIGN_IN_METHOD_OFF": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "SIGN_IN_METHOD_OFF";
                };
            };
        };
        /** @description `ORIGIN_REFUSED`: Sign-in cookies are only for pages of our own. */
        "403.ORIGIN_REFUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "ORIGIN_REFUSED";
                };
            };
        };
        /**
         * @description `TOKEN_REUSED`: This refresh token was used before; its sessions have been ended. Sign in again.
         *
         *     `UNAUTHENTICATED`: Sign in, or send a valid token.
         */
        "401.TOKEN_REUSED.UNAUTHENTICATED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "TOKEN_REUSED" | "UNAUTHENTICATED";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `MALFORMED_JSON`: The request body is not valid JSON.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "MALFORMED_JSON" | "TWO_CREDENTIALS";
                };
            };
        };
        /** @description `UNAUTHENTICATED`: Sign in, or send a valid token. */
        "401.UNAUTHENTICATED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "UNAUTHENTICATED";
                };
            };
        };
        /**
         * @description `LINK_INVALID`: This link is not valid, too old or was used: ask for a new one.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.LINK_INVALID.VALIDATION_FAILED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "LINK_INVALID" | "VALIDATION_FAILED";
                };
            };
        };
        /** @description `EMAIL_TAKEN`: An account with this email exists. */
        "409.EMAIL_TAKEN": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "EMAIL_TAKEN";
                };
            };
        };
        /** @description `OTP_INVALID`: The code is wrong, too old or was used: ask for a new one. */
        "401.OTP_INVALID": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "OTP_INVALID";
                };
            };
        };
        /**
         * @description `API_KEY_REFUSED`: This takes a sign-in, not an API key.
         *
         *     `SIGN_IN_NOT_RECENT`: Your sign-in is too old for this: sign in again, and repeat it within ten minutes.
         */
        "403.API_KEY_REFUSED.SIGN_IN_NOT_RECENT": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_REFUSED" | "SIGN_IN_NOT_RECENT";
                };
            };
        };
        /** @description `API_KEY_REFUSED`: This takes a sign-in, not an API key. */
        "403.API_KEY_REFUSED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_REFUSED";
                };
            };
        };
        /**
         * @description `OTP_INVALID`: The code is wrong, too old or was used: ask for a new one.
         *
         *     `UNAUTHENTICATED`: Sign in, or send a valid token.
         */
        "401.OTP_INVALID.UNAUTHENTICATED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "OTP_INVALID" | "UNAUTHENTICATED";
                };
            };
        };
        /** @description `PHONE_TAKEN`: An account with this phone exists. */
        "409.PHONE_TAKEN": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "PHONE_TAKEN";
                };
            };
        };
        /** @description `CONFLICT`: This is already so, or something else is in the way. */
        "409.CONFLICT": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CONFLICT";
                };
            };
        };
        /** @description `NOT_FOUND`: There is no such thing, or it is not yours. */
        "404.NOT_FOUND": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "NOT_FOUND";
                };
            };
        };
        /** @description `SIGN_IN_FAILED`: The provider did not confirm who you are: start the sign-in again. */
        "401.SIGN_IN_FAILED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "SIGN_IN_FAILED";
                };
            };
        };
        /**
         * @description `API_KEY_SCOPE`: The API key does not have the scope for this.
         *
         *     `FORBIDDEN`: Your role does not allow this.
         *
         *     `PLAN_LIMIT_REACHED`: Your plan does not allow more of these.
         */
        "403.API_KEY_SCOPE.FORBIDDEN.PLAN_LIMIT_REACHED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_SCOPE" | "FORBIDDEN" | "PLAN_LIMIT_REACHED";
                };
            };
        };
        /**
         * @description `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         */
        "409.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CAMPAIGN_CLOSED" | "IDEMPOTENCY_IN_PROGRESS";
                };
            };
        };
        /** @description `HEADERS_TOO_LARGE`: The address or the headers of the request are too long. */
        "431.HEADERS_TOO_LARGE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "HEADERS_TOO_LARGE";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.IDEMPOTENCY_KEY_INVALID.TWO_CREDENTIALS.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "TWO_CREDENTIALS";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `MEDIA_BROKEN`: The file is damaged or cut off.
         *
         *     `MEDIA_DIMENSIONS`: The picture or video is too large in pixels or too long.
         *
         *     `MEDIA_TOO_COMPLEX`: Reading the file takes too much time or memory.
         *
         *     `MEDIA_UNSAFE`: The file holds more than a picture or a video.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.IDEMPOTENCY_KEY_REUSED.MEDIA_BROKEN.MEDIA_DIMENSIONS.MEDIA_TOO_COMPLEX.MEDIA_UNSAFE.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_REUSED" | "MEDIA_BROKEN" | "MEDIA_DIMENSIONS" | "MEDIA_TOO_COMPLEX" | "MEDIA_UNSAFE" | "VALIDATION_FAILED";
                };
            };
        };
        /** @description `INTERNAL`: Something went wrong on our side. */
        "500.INTERNAL.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INTERNAL";
                };
            };
        };
        /**
         * @description `MEDIA_TOO_LARGE`: The file is too large.
         *
         *     `PAYLOAD_TOO_LARGE`: The request is too large.
         */
        "413.MEDIA_TOO_LARGE.PAYLOAD_TOO_LARGE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "MEDIA_TOO_LARGE" | "PAYLOAD_TOO_LARGE";
                };
            };
        };
        /**
         * @description `MEDIA_TYPE`: Only JPEG, PNG, WebP, GIF, MP4 and WebM are accepted.
         *
         *     `UNSUPPORTED_MEDIA_TYPE`: This content type is not accepted here.
         */
        "415.MEDIA_TYPE.UNSUPPORTED_MEDIA_TYPE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "MEDIA_TYPE" | "UNSUPPORTED_MEDIA_TYPE";
                };
            };
        };
        /** @description `NOT_FOUND`: There is no such thing, or it is not yours. */
        "404.NOT_FOUND.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "NOT_FOUND";
                };
            };
        };
        /**
         * @description `OUTCOME_UNKNOWN`: The request was sent on but its answer was lost. Repeating with the same Idempotency-Key is safe.
         *
         *     `UNAVAILABLE`: A part of the system is away for the moment. Repeating with the same Idempotency-Key is safe.
         */
        "503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "OUTCOME_UNKNOWN" | "UNAVAILABLE";
                };
            };
        };
        /** @description `RATE_LIMITED`: Too many requests: wait and try again. */
        "429.RATE_LIMITED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "RATE_LIMITED";
                };
            };
        };
        /** @description `UNAUTHENTICATED`: Sign in, or send a valid token. */
        "401.UNAUTHENTICATED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "UNAUTHENTICATED";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `MALFORMED_JSON`: The request body is not valid JSON.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "MALFORMED_JSON" | "TWO_CREDENTIALS";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_REUSED" | "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `CONFLICT`: This is already so, or something else is in the way.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         */
        "409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CONFLICT" | "IDEMPOTENCY_IN_PROGRESS";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `MALFORMED_ID`: An id in the address is not a valid UUID.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "MALFORMED_ID" | "TWO_CREDENTIALS";
                };
            };
        };
        /** @description `MEDIA_TOO_LARGE`: The file is too large. */
        "413.MEDIA_TOO_LARGE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "MEDIA_TOO_LARGE";
                };
            };
        };
        /** @description `MEDIA_TYPE`: Only JPEG, PNG, WebP, GIF, MP4 and WebM are accepted. */
        "415.MEDIA_TYPE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "MEDIA_TYPE";
                };
            };
        };
        /** @description `API_KEY_SCOPE`: The API key does not have the scope for this. */
        "403.API_KEY_SCOPE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_SCOPE";
                };
            };
        };
        /** @description `TWO_CREDENTIALS`: Send a token or an API key, not both. */
        "400.TWO_CREDENTIALS": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "TWO_CREDENTIALS";
                };
            };
        };
        /**
         * @description `MALFORMED_ID`: An id in the address is not a valid UUID.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.MALFORMED_ID.TWO_CREDENTIALS": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "MALFORMED_ID" | "TWO_CREDENTIALS";
                };
            };
        };
        /**
         * @description `API_KEY_SCOPE`: The API key does not have the scope for this.
         *
         *     `FORBIDDEN`: Your role does not allow this.
         */
        "403.API_KEY_SCOPE.FORBIDDEN": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_SCOPE" | "FORBIDDEN";
                };
            };
        };
        /**
         * @description `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         */
        "409.CAMPAIGN_CLOSED.VERSION_CONFLICT": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CAMPAIGN_CLOSED" | "VERSION_CONFLICT";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `MALFORMED_ID`: An id in the address is not a valid UUID.
         *
         *     `MALFORMED_JSON`: The request body is not valid JSON.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "MALFORMED_ID" | "MALFORMED_JSON" | "TWO_CREDENTIALS";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `MALFORMED_ID`: An id in the address is not a valid UUID.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "MALFORMED_ID" | "TWO_CREDENTIALS";
                };
            };
        };
        /**
         * @description `CAMPAIGN_EXISTS`: A campaign with this id or key exists with another body.
         *
         *     `CHANNEL_UNAVAILABLE`: Campaigns cannot run on this kind of ad account yet.
         *
         *     `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.CAMPAIGN_EXISTS.CHANNEL_UNAVAILABLE.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CAMPAIGN_EXISTS" | "CHANNEL_UNAVAILABLE" | "IDEMPOTENCY_KEY_REUSED" | "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `CAMPAIGN_STUCK`: A fault of ours keeps this campaign from going on. It is found by itself and mended by people; repeating with the same Idempotency-Key is safe.
         *
         *     `OUTCOME_UNKNOWN`: The request was sent on but its answer was lost. Repeating with the same Idempotency-Key is safe.
         *
         *     `UNAVAILABLE`: A part of the system is away for the moment. Repeating with the same Idempotency-Key is safe.
         */
        "503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CAMPAIGN_STUCK" | "OUTCOME_UNKNOWN" | "UNAVAILABLE";
                };
            };
        };
        /** @description `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running. */
        "409.IDEMPOTENCY_IN_PROGRESS.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_IN_PROGRESS";
                };
            };
        };
        /** @description `PAYLOAD_TOO_LARGE`: The request is too large. */
        "413.PAYLOAD_TOO_LARGE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "PAYLOAD_TOO_LARGE";
                };
            };
        };
        /** @description `UNSUPPORTED_MEDIA_TYPE`: This content type is not accepted here. */
        "415.UNSUPPORTED_MEDIA_TYPE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "UNSUPPORTED_MEDIA_TYPE";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `CONFLICT`: This is already so, or something else is in the way.
         *
         *     `NOT_HELD`: There is no hold on this campaign that you can lift so.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.CONFLICT.NOT_HELD.VERSION_CONFLICT.WRONG_PHASE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "CONFLICT" | "NOT_HELD" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `CAMPAIGN_STUCK`: A fault of ours keeps this campaign from going on. It is found by itself and mended by people; repeating with the same Idempotency-Key is safe.
         *
         *     `OUTCOME_UNKNOWN`: The request was sent on but its answer was lost. Repeating with the same Idempotency-Key is safe.
         *
         *     `UNAVAILABLE`: A part of the system is away for the moment. Repeating with the same Idempotency-Key is safe.
         */
        "503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CAMPAIGN_STUCK" | "OUTCOME_UNKNOWN" | "UNAVAILABLE";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.VERSION_CONFLICT.WRONG_PHASE": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `API_KEY_SCOPE`: The API key does not have the scope for this.
         *
         *     `FORBIDDEN`: Your role does not allow this.
         */
        "403.API_KEY_SCOPE.FORBIDDEN.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_SCOPE" | "FORBIDDEN";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `CONFLICT`: This is already so, or something else is in the way.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `QUOTE_EXPIRED`: The quote is no longer valid: ask for a new one.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.CONFLICT.IDEMPOTENCY_IN_PROGRESS.QUOTE_EXPIRED.VERSION_CONFLICT.WRONG_PHASE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "CONFLICT" | "IDEMPOTENCY_IN_PROGRESS" | "QUOTE_EXPIRED" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `MALFORMED_ID`: An id in the address is not a valid UUID.
         *
         *     `MALFORMED_JSON`: The request body is not valid JSON.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "MALFORMED_ID" | "MALFORMED_JSON" | "TWO_CREDENTIALS";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `NOTHING_TO_SERVE`: Add at least one creative with media or text that the channel can serve.
         *
         *     `PROMO_INVALID`: The promotion code is unknown, used up or not valid now.
         *
         *     `QUOTE_MISMATCH`: The quote was made for another configuration.
         *
         *     `UNKNOWN_INDUSTRY`: We know no such industry.
         *
         *     `UNKNOWN_REGION`: We know no such region.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.IDEMPOTENCY_KEY_REUSED.NOTHING_TO_SERVE.PROMO_INVALID.QUOTE_MISMATCH.UNKNOWN_INDUSTRY.UNKNOWN_REGION.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_REUSED" | "NOTHING_TO_SERVE" | "PROMO_INVALID" | "QUOTE_MISMATCH" | "UNKNOWN_INDUSTRY" | "UNKNOWN_REGION" | "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `STALE_REVIEW`: The revision changed since you looked: read it again.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.STALE_REVIEW.VERSION_CONFLICT.WRONG_PHASE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "IDEMPOTENCY_IN_PROGRESS" | "STALE_REVIEW" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `MEDIA_NOT_IN_REVIEW`: This media item is not waiting for a decision.
         *
         *     `STALE_REVIEW`: The revision changed since you looked: read it again.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.MEDIA_NOT_IN_REVIEW.STALE_REVIEW.VERSION_CONFLICT.WRONG_PHASE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "IDEMPOTENCY_IN_PROGRESS" | "MEDIA_NOT_IN_REVIEW" | "STALE_REVIEW" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.VERSION_CONFLICT.WRONG_PHASE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "IDEMPOTENCY_IN_PROGRESS" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `NOT_HELD`: There is no hold on this campaign that you can lift so.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.NOT_HELD.VERSION_CONFLICT.WRONG_PHASE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "IDEMPOTENCY_IN_PROGRESS" | "NOT_HELD" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `BUDGET_BELOW_DELIVERED`: The budget cannot go below what was delivered or is about to be.
         *
         *     `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `PROMO_INVALID`: The promotion code is unknown, used up or not valid now.
         *
         *     `UNKNOWN_INDUSTRY`: We know no such industry.
         *
         *     `UNKNOWN_REGION`: We know no such region.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.BUDGET_BELOW_DELIVERED.IDEMPOTENCY_KEY_REUSED.PROMO_INVALID.UNKNOWN_INDUSTRY.UNKNOWN_REGION.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUDGET_BELOW_DELIVERED" | "IDEMPOTENCY_KEY_REUSED" | "PROMO_INVALID" | "UNKNOWN_INDUSTRY" | "UNKNOWN_REGION" | "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `CONFLICT`: This is already so, or something else is in the way.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.CONFLICT.IDEMPOTENCY_IN_PROGRESS.VERSION_CONFLICT.WRONG_PHASE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "CONFLICT" | "IDEMPOTENCY_IN_PROGRESS" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `AMOUNT_NOT_CHARGEABLE`: The payment provider does not take a payment of this amount.
         *
         *     `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.AMOUNT_NOT_CHARGEABLE.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "AMOUNT_NOT_CHARGEABLE" | "IDEMPOTENCY_KEY_REUSED" | "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `FLIGHT_OVER`: The flight is over: choose new dates first.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `NOTHING_DUE`: Nothing is due on this campaign.
         *
         *     `PAYMENT_PROCESSING`: A payment is being processed by the bank: wait for its result.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.FLIGHT_OVER.IDEMPOTENCY_IN_PROGRESS.NOTHING_DUE.PAYMENT_PROCESSING.VERSION_CONFLICT.WRONG_PHASE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "FLIGHT_OVER" | "IDEMPOTENCY_IN_PROGRESS" | "NOTHING_DUE" | "PAYMENT_PROCESSING" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /** @description `PROVIDER_REFUSED`: The payment provider refused the request. */
        "502.PROVIDER_REFUSED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "PROVIDER_REFUSED";
                };
            };
        };
        /**
         * @description `BUSY`: The campaign is in the middle of a step: try again in a moment.
         *
         *     `CAMPAIGN_CLOSED`: The campaign is over.
         *
         *     `FLIGHT_OVER`: The flight is over: choose new dates first.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `INSUFFICIENT_FUNDS`: The balance is too low.
         *
         *     `NOTHING_DUE`: Nothing is due on this campaign.
         *
         *     `PAYMENT_PROCESSING`: A payment is being processed by the bank: wait for its result.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         *
         *     `WRONG_PHASE`: The campaign does not allow this in its present phase.
         */
        "409.BUSY.CAMPAIGN_CLOSED.FLIGHT_OVER.IDEMPOTENCY_IN_PROGRESS.INSUFFICIENT_FUNDS.NOTHING_DUE.PAYMENT_PROCESSING.VERSION_CONFLICT.WRONG_PHASE.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "BUSY" | "CAMPAIGN_CLOSED" | "FLIGHT_OVER" | "IDEMPOTENCY_IN_PROGRESS" | "INSUFFICIENT_FUNDS" | "NOTHING_DUE" | "PAYMENT_PROCESSING" | "VERSION_CONFLICT" | "WRONG_PHASE";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `TWO_CREDENTIALS`: Send a token or an API key, not both.
         */
        "400.IDEMPOTENCY_KEY_INVALID.TWO_CREDENTIALS": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "TWO_CREDENTIALS";
                };
            };
        };
        /**
         * @description `API_KEY_REFUSED`: This takes a sign-in, not an API key.
         *
         *     `FORBIDDEN`: Your role does not allow this.
         */
        "403.API_KEY_REFUSED.FORBIDDEN": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_REFUSED" | "FORBIDDEN";
                };
            };
        };
        /**
         * @description `API_KEY_REFUSED`: This takes a sign-in, not an API key.
         *
         *     `FORBIDDEN`: Your role does not allow this.
         */
        "403.API_KEY_REFUSED.FORBIDDEN.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_REFUSED" | "FORBIDDEN";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `MALFORMED_JSON`: The request body is not valid JSON.
         *
         *     `SIGNATURE_INVALID`: The webhook signature is missing, wrong, too old or in the future.
         */
        "400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.SIGNATURE_INVALID": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "MALFORMED_JSON" | "SIGNATURE_INVALID";
                };
            };
        };
        /**
         * @description `CONFLICT`: This is already so, or something else is in the way.
         *
         *     `EMAIL_TAKEN`: An account with this email exists.
         *
         *     `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         */
        "409.CONFLICT.EMAIL_TAKEN.IDEMPOTENCY_IN_PROGRESS.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CONFLICT" | "EMAIL_TAKEN" | "IDEMPOTENCY_IN_PROGRESS";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_INVALID`: The Idempotency-Key must be 1 to 255 visible characters.
         *
         *     `SIGNATURE_INVALID`: The webhook signature is missing, wrong, too old or in the future.
         */
        "400.IDEMPOTENCY_KEY_INVALID.SIGNATURE_INVALID": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_INVALID" | "SIGNATURE_INVALID";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_IN_PROGRESS`: A request with this Idempotency-Key is still running.
         *
         *     `PAYMENT_DISPUTED`: The payment is disputed: it cannot be refunded until the bank decides.
         */
        "409.IDEMPOTENCY_IN_PROGRESS.PAYMENT_DISPUTED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_IN_PROGRESS" | "PAYMENT_DISPUTED";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `REFUND_TOO_LARGE`: The refund is larger than what is left of the payment.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.IDEMPOTENCY_KEY_REUSED.REFUND_TOO_LARGE.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_REUSED" | "REFUND_TOO_LARGE" | "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `PROMO_INVALID`: The promotion code is unknown, used up or not valid now.
         *
         *     `UNKNOWN_INDUSTRY`: We know no such industry.
         *
         *     `UNKNOWN_REGION`: We know no such region.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.IDEMPOTENCY_KEY_REUSED.PROMO_INVALID.UNKNOWN_INDUSTRY.UNKNOWN_REGION.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_REUSED" | "PROMO_INVALID" | "UNKNOWN_INDUSTRY" | "UNKNOWN_REGION" | "VALIDATION_FAILED";
                };
            };
        };
        /** @description `VERSION_CONFLICT`: It was changed meanwhile: read it again. */
        "409.VERSION_CONFLICT": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VERSION_CONFLICT";
                };
            };
        };
        /**
         * @description `CONFLICT`: This is already so, or something else is in the way.
         *
         *     `VERSION_CONFLICT`: It was changed meanwhile: read it again.
         */
        "409.CONFLICT.VERSION_CONFLICT": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CONFLICT" | "VERSION_CONFLICT";
                };
            };
        };
        /** @description `CHALLENGE_INVALID`: This sign-in took too long or was not begun here: begin it again. */
        "401.CHALLENGE_INVALID": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CHALLENGE_INVALID";
                };
            };
        };
        /**
         * @description `SECOND_FACTOR_INVALID`: The code is wrong or was used before.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.SECOND_FACTOR_INVALID.VALIDATION_FAILED": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "SECOND_FACTOR_INVALID" | "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `API_KEY_REFUSED`: This takes a sign-in, not an API key.
         *
         *     `SIGN_IN_NOT_RECENT`: Your sign-in is too old for this: sign in again, and repeat it within ten minutes.
         */
        "403.API_KEY_REFUSED.SIGN_IN_NOT_RECENT.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_REFUSED" | "SIGN_IN_NOT_RECENT";
                };
            };
        };
        /** @description `API_KEY_REFUSED`: This takes a sign-in, not an API key. */
        "403.API_KEY_REFUSED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_REFUSED";
                };
            };
        };
        /**
         * @description `IDEMPOTENCY_KEY_REUSED`: This Idempotency-Key was used with another body.
         *
         *     `SECOND_FACTOR_INVALID`: The code is wrong or was used before.
         *
         *     `VALIDATION_FAILED`: Some fields are not valid.
         */
        "422.IDEMPOTENCY_KEY_REUSED.SECOND_FACTOR_INVALID.VALIDATION_FAILED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_KEY_REUSED" | "SECOND_FACTOR_INVALID" | "VALIDATION_FAILED";
                };
            };
        };
        /**
         * @description `API_KEY_REFUSED`: This takes a sign-in, not an API key.
         *
         *     `PLAN_LIMIT_REACHED`: Your plan does not allow more of these.
         */
        "403.API_KEY_REFUSED.PLAN_LIMIT_REACHED.repeatable": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "API_KEY_REFUSED" | "PLAN_LIMIT_REACHED";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Names the request in logs and in the audit log
         * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
         */
        "X-Request-Id": string;
        /**
         * @description The limits that the request counted against
         * @example "read";q=1200;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description What is left of them, and the seconds until they begin anew
         * @example "read";r=1199;t=60
         */
        RateLimit: string;
        /** @description Seconds to wait */
        "Retry-After": number;
        /** @description The answer is that of an earlier request with the same Idempotency-Key */
        "Idempotency-Replayed": "true";
        /**
         * @description How to sign in
         * @example Bearer realm="adflight"
         */
        "WWW-Authenticate": string;
        /**
         * @description The version of what is shown: name it in If-Match, or in If-None-Match
         * @example "3"
         */
        ETag: string;
        /** @description Where the new thing is */
        Location: string;
        /**
         * @description How long the answer may be kept
         * @example public, max-age=60
         */
        "Cache-Control": string;
        /**
         * @description The name of the file
         * @example attachment; filename="report.csv"
         */
        "Content-Disposition": string;
        /**
         * @description The refresh token, for a browser
         * @example refresh_token=…; HttpOnly; SameSite=Strict
         */
        "Set-Cookie": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is alive */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "up";
                    };
                };
            };
            422: components["responses"]["422.VALIDATION_FAILED.uncounted"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.uncounted"];
            500: components["responses"]["500.INTERNAL.uncounted"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.uncounted"];
        };
    };
    getHealthReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process can do its work; 503 names the parts that are down */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        database: "up";
                        /** @enum {string} */
                        temporal: "up";
                        /** @enum {string} */
                        storage: "up";
                    };
                };
            };
            422: components["responses"]["422.VALIDATION_FAILED.uncounted"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.uncounted"];
            500: components["responses"]["500.INTERNAL.uncounted"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.uncounted"];
        };
    };
    authRegister: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Make an account; the owner of an email that has one already gets a mail instead */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Sign in by email and password, or have a code sent to a phone (202) */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginAnswer"];
                };
            };
            /** @description Sign in by email and password, or have a code sent to a phone (202) */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginAnswer"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            401: components["responses"]["401.BAD_CREDENTIALS"];
            403: components["responses"]["403.ACCOUNT_DISABLED.ORIGIN_REFUSED"];
            404: components["responses"]["404.SIGN_IN_METHOD_OFF"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authRefresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Exchange a refresh token, of the body or of the cookie, for the next pair */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            401: components["responses"]["401.TOKEN_REUSED.UNAUTHENTICATED"];
            403: components["responses"]["403.ORIGIN_REFUSED"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authLogout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description End a sign-in: that of the access token, and that of the refresh token of the body or the cookie */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.ORIGIN_REFUSED"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authForgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailAddress"];
            };
        };
        responses: {
            /** @description Mail a link to choose a new password */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAsked"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authResetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Choose a new password by the link; every sign-in ends */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.LINK_INVALID.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authVerifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailLink"];
            };
        };
        responses: {
            /** @description Prove by the link that an email is yours */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            409: components["responses"]["409.EMAIL_TAKEN"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.LINK_INVALID.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authVerifyEmailResend: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailAddress"];
            };
        };
        responses: {
            /** @description Mail the link that proves an email again */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAsked"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authVerify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneSignIn"];
            };
        };
        responses: {
            /** @description Sign in by the newest code that the phone was sent; a new phone makes a new user */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            401: components["responses"]["401.OTP_INVALID"];
            403: components["responses"]["403.ACCOUNT_DISABLED.ORIGIN_REFUSED"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    usersMePhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneToLink"];
            };
        };
        responses: {
            /** @description Send a code to a phone that is to be yours */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeSent"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED.SIGN_IN_NOT_RECENT"];
            404: components["responses"]["404.SIGN_IN_METHOD_OFF"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteUsersMePhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProofOfPerson"];
            };
        };
        responses: {
            /** @description Unlink your phone: it signs in no more */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED.SIGN_IN_NOT_RECENT"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    usersMePhoneVerify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeCode"];
            };
        };
        responses: {
            /** @description Make the phone yours by the newest code that you had sent to it */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.OTP_INVALID.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            409: components["responses"]["409.PHONE_TAKEN"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getAuthGoogle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go to Google to sign in: for a browser, which is sent there */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["404.SIGN_IN_METHOD_OFF"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getAuthGoogleCallback: {
        parameters: {
            query?: {
                code?: string;
                state?: string;
                iss?: string;
                error?: string;
                error_description?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where Google sends the browser back to; it goes on to the dashboard, with `error` when it failed */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["404.SIGN_IN_METHOD_OFF"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authGoogleFinish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GoogleSignInFinish"];
            };
        };
        responses: {
            /** @description Fetch the tokens after the return from Google: by the cookie that it left, once, within a minute */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            401: components["responses"]["401.SIGN_IN_FAILED"];
            403: components["responses"]["403.ACCOUNT_DISABLED.ORIGIN_REFUSED"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteUsersMeGoogle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProofOfPerson"];
            };
        };
        responses: {
            /** @description Unlink Google from your account: it signs in no more */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED.SIGN_IN_NOT_RECENT"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    mediaUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                    /**
                     * Format: uuid
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    campaign_id?: string;
                };
            };
        };
        responses: {
            /** @description Upload one file in a form, with an optional `campaign_id` */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.PLAN_LIMIT_REACHED.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.MEDIA_TOO_LARGE.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.MEDIA_TYPE.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.MEDIA_BROKEN.MEDIA_DIMENSIONS.MEDIA_TOO_COMPLEX.MEDIA_UNSAFE.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    createMediaUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    file_name: string;
                    /** @example video/mp4 */
                    content_type: string;
                    /** @description The exact length of the file */
                    bytes: number;
                    /**
                     * Format: uuid
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    campaign_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Ask for an address to which a file is sent directly */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description To be completed when the file has been sent
                         * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                         */
                        id: string;
                        upload: {
                            /** @enum {string} */
                            method: "PUT";
                            /** Format: uri */
                            url: string;
                            headers: {
                                [key: string]: string;
                            };
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            expires_at: string;
                        };
                    };
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.PLAN_LIMIT_REACHED.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.MEDIA_TOO_LARGE.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.MEDIA_TYPE.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    completeMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Check a file that was sent directly, and make it visible */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.PLAN_LIMIT_REACHED.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.MEDIA_TOO_LARGE.repeatable"];
            415: components["responses"]["415.MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.MEDIA_BROKEN.MEDIA_DIMENSIONS.MEDIA_TOO_COMPLEX.MEDIA_UNSAFE.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    listMedia: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at" | "file_name" | "-file_name";
                /** @description Shows these alone */
                fields?: ("id" | "user_id" | "campaign_id" | "kind" | "content_type" | "file_name" | "sha256" | "bytes" | "width" | "height" | "duration_ms" | "renditions" | "created_at" | "updated_at")[];
                campaign_id?: string;
                kind?: "image" | "video";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List files */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Media"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getMedia: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One file, with addresses of its renditions */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteMedia: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Delete a file that no running campaign uses */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    updateMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Null takes it off its campaign
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    campaign_id: string | null;
                };
            };
        };
        responses: {
            /** @description Attach a file to a campaign of its owner, or take it off */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listCampaigns: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at" | "waiting_since" | "-waiting_since" | "name" | "-name";
                /** @description Shows these alone */
                fields?: ("id" | "advertiser_id" | "ad_account_id" | "platform" | "name" | "objective" | "targeting" | "promo_code" | "tags" | "status" | "phase" | "version" | "review" | "payment" | "amount_due" | "amount_paid" | "currency" | "budget_lifetime" | "budget_daily" | "budget_ceiling" | "start_date" | "end_date" | "start_at" | "end_at" | "time_zone" | "make_good" | "optimization" | "waiting_for" | "waiting_since" | "quote_id" | "revision" | "live_revision" | "checkout" | "holds" | "delivery" | "end_reason" | "updated_at")[];
                status?: "draft" | "pending" | "active" | "paused" | "completed" | "rejected" | "cancelled" | "expired";
                phase?: "draft" | "media_review" | "awaiting_payment" | "pending_approval" | "scheduled" | "activating" | "activation_failed" | "active" | "completing" | "completed" | "rejected" | "cancelled" | "expired";
                waiting_for?: "advertiser" | "admin" | "payment" | "start" | "end" | "platform";
                tag?: string;
                /** @description Part of the name. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List campaigns */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Campaign"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    createCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Chosen by the client: the same id is the same campaign.
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    id?: string;
                    /**
                     * Format: uuid
                     * @description The house account unless said.
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    ad_account_id?: string;
                    name: string;
                    /** @enum {string} */
                    objective?: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                    /**
                     * @description Another name of objective.
                     * @enum {string}
                     */
                    purpose?: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                    targeting: {
                        /** @example retail */
                        industry: string;
                        /** @enum {string} */
                        coverage_type: "radius" | "city" | "state" | "national";
                        places: {
                            country: string;
                            state?: string | null;
                            city?: string | null;
                            /** @description Around a point of the state; the population is the state’s, by density. */
                            radius_km?: number | null;
                        }[];
                        /**
                         * @default impression
                         * @enum {string}
                         */
                        billed_unit?: "impression" | "click";
                    };
                    promo_code?: string;
                    /** @description Minor units */
                    budget_lifetime: number;
                    /** @description Minor units */
                    budget_daily?: number | null;
                    /** @description Minor units */
                    budget_ceiling?: number | null;
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    start_date?: string | null;
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    end_date: string;
                    /** @default [] */
                    tags?: string[];
                    /**
                     * @default refund
                     * @enum {string}
                     */
                    make_good?: "refund" | "extend";
                    /**
                     * @default off
                     * @enum {string}
                     */
                    optimization?: "off" | "suggest" | "automatic";
                };
            };
        };
        responses: {
            /** @description Create a campaign as a draft */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.PLAN_LIMIT_REACHED.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.CAMPAIGN_EXISTS.CHANNEL_UNAVAILABLE.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    campaignsCreate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Chosen by the client: the same id is the same campaign.
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    id?: string;
                    /**
                     * Format: uuid
                     * @description The house account unless said.
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    ad_account_id?: string;
                    name: string;
                    /** @enum {string} */
                    objective?: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                    /**
                     * @description Another name of objective.
                     * @enum {string}
                     */
                    purpose?: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                    targeting: {
                        /** @example retail */
                        industry: string;
                        /** @enum {string} */
                        coverage_type: "radius" | "city" | "state" | "national";
                        places: {
                            country: string;
                            state?: string | null;
                            city?: string | null;
                            /** @description Around a point of the state; the population is the state’s, by density. */
                            radius_km?: number | null;
                        }[];
                        /**
                         * @default impression
                         * @enum {string}
                         */
                        billed_unit?: "impression" | "click";
                    };
                    promo_code?: string;
                    /** @description Minor units */
                    budget_lifetime: number;
                    /** @description Minor units */
                    budget_daily?: number | null;
                    /** @description Minor units */
                    budget_ceiling?: number | null;
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    start_date?: string | null;
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    end_date: string;
                    /** @default [] */
                    tags?: string[];
                    /**
                     * @default refund
                     * @enum {string}
                     */
                    make_good?: "refund" | "extend";
                    /**
                     * @default off
                     * @enum {string}
                     */
                    optimization?: "off" | "suggest" | "automatic";
                };
            };
        };
        responses: {
            /** @description The same as POST /campaigns */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.PLAN_LIMIT_REACHED.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.CAMPAIGN_EXISTS.CHANNEL_UNAVAILABLE.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    getCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a campaign */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel a draft; anything later is cancelled by POST …/cancel */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.VERSION_CONFLICT.WRONG_PHASE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    updateCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    tags?: string[];
                    /** @description Minor units */
                    budget_ceiling?: number | null;
                    /** @enum {string} */
                    make_good?: "refund" | "extend";
                    /** @enum {string} */
                    optimization?: "off" | "suggest" | "automatic";
                    /**
                     * @description Of a draft alone: it is what the price is made for.
                     * @enum {string}
                     */
                    objective?: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                    /**
                     * @description Another name of objective.
                     * @enum {string}
                     */
                    purpose?: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                    /** @description All of it anew. Of a draft alone: it is what the price is made for. */
                    targeting?: {
                        /** @example retail */
                        industry: string;
                        /** @enum {string} */
                        coverage_type: "radius" | "city" | "state" | "national";
                        places: {
                            country: string;
                            state?: string | null;
                            city?: string | null;
                            /** @description Around a point of the state; the population is the state’s, by density. */
                            radius_km?: number | null;
                        }[];
                        /**
                         * @default impression
                         * @enum {string}
                         */
                        billed_unit?: "impression" | "click";
                    };
                    /** @description Of a draft alone: it is what the price is made for. */
                    promo_code?: string | null;
                    /**
                     * @description The same as pause and resume; alone.
                     * @enum {string}
                     */
                    status?: "paused" | "active";
                };
            };
        };
        responses: {
            /** @description Change name, tags or modes, and of a draft targeting, objective and promotion code; or pause and resume by `status` */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.CONFLICT.NOT_HELD.VERSION_CONFLICT.WRONG_PHASE"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    submitCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    quote_id?: string;
                };
            };
        };
        responses: {
            /** @description Freeze creatives and price, and send them to review */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.CONFLICT.IDEMPOTENCY_IN_PROGRESS.QUOTE_EXPIRED.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.NOTHING_TO_SERVE.PROMO_INVALID.QUOTE_MISMATCH.UNKNOWN_INDUSTRY.UNKNOWN_REGION.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    reviewCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision: string;
                    /** @enum {string} */
                    decision: "approved" | "rejected";
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Approve or reject a campaign (admins) */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.STALE_REVIEW.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    reviewMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision: string;
                    /** @enum {string} */
                    decision: "approved" | "rejected";
                    reason?: string;
                    /**
                     * Format: uuid
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    campaign_id?: string;
                };
            };
        };
        responses: {
            /** @description Approve or reject a media item of the revision seen (admins) */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.MEDIA_NOT_IN_REVIEW.STALE_REVIEW.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    retryActivationCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    choice: "retry" | "refund";
                };
            };
        };
        responses: {
            /** @description After a failed activation: retry, or refund and cancel (admins) */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    pauseCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Stop delivery; `pausing` until the platform confirmed it */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    resumeCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description For admins: lifts holds that money or a platform caused, before what caused them has ended. */
                    override?: {
                        holds: ("dispute" | "refund" | "budget_exhausted" | "disapproved")[];
                        reason: string;
                    };
                };
            };
        };
        responses: {
            /** @description Lift the caller's own hold; an admin lifts any that a person or a rule set, and by an override what money or a platform caused */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.NOT_HELD.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    cancelCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Cancel; what was paid and not delivered is refunded */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    budgetCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Minor units */
                    budget_lifetime?: number;
                    /** @description Minor units */
                    budget_daily?: number | null;
                };
            };
        };
        responses: {
            /** @description Change budgets; a raised one is in force once paid, a lowered one refunds the difference */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.CONFLICT.IDEMPOTENCY_IN_PROGRESS.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.BUDGET_BELOW_DELIVERED.IDEMPOTENCY_KEY_REUSED.PROMO_INVALID.UNKNOWN_INDUSTRY.UNKNOWN_REGION.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    flightCampaign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    start_date?: string | null;
                    /**
                     * Format: date
                     * @description In the zone of the thing it belongs to
                     * @example 2026-11-30
                     */
                    end_date?: string;
                };
            };
        };
        responses: {
            /** @description Change the dates */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    listCampaignTimeline: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "version" | "-version";
                /** @description Shows these alone */
                fields?: ("version" | "at" | "by" | "actor_id" | "event" | "from" | "to" | "why" | "data")[];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every decision about a campaign, newest first */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            version: number;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            at: string;
                            by: string;
                            actor_id: string;
                            event: string;
                            /** @enum {string} */
                            from: "draft" | "media_review" | "awaiting_payment" | "pending_approval" | "scheduled" | "activating" | "activation_failed" | "active" | "completing" | "completed" | "rejected" | "cancelled" | "expired";
                            /** @enum {string} */
                            to: "draft" | "media_review" | "awaiting_payment" | "pending_approval" | "scheduled" | "activating" | "activation_failed" | "active" | "completing" | "completed" | "rejected" | "cancelled" | "expired";
                            why: string;
                            data: {
                                [key: string]: string | number | boolean | null;
                            };
                        }[];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getCampaignReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The final report */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @enum {string} */
                        currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                        ending: string;
                        end_reason: string | null;
                        billed_units: number;
                        /**
                         * @description Minor units
                         * @example 5000
                         */
                        delivered: number;
                        impressions: number;
                        clicks: number;
                        conversions: number;
                        invalid: number;
                        /**
                         * @description Minor units
                         * @example 5000
                         */
                        revenue: number;
                        days: {
                            /**
                             * Format: date
                             * @description In the zone of the thing it belongs to
                             * @example 2026-11-30
                             */
                            date: string;
                            impressions: number;
                            clicks: number;
                            conversions: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    paymentCreateCheckoutSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    campaign_id: string;
                    /**
                     * Format: uri
                     * @description On PUBLIC_URL or an origin of CORS_ORIGINS
                     */
                    success_url?: string;
                    /**
                     * Format: uri
                     * @description On PUBLIC_URL or an origin of CORS_ORIGINS
                     */
                    cancel_url?: string;
                };
            };
        };
        responses: {
            /** @description A checkout session for what a campaign is due */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                         */
                        campaign_id: string;
                        session: {
                            /**
                             * Format: uuid
                             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                             */
                            payment_id: string;
                            session_id: string;
                            /** Format: uri */
                            checkout_url: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            expires_at: string;
                        } | null;
                    };
                };
            };
            /** @description A checkout session for what a campaign is due */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                         */
                        campaign_id: string;
                        session: {
                            /**
                             * Format: uuid
                             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                             */
                            payment_id: string;
                            session_id: string;
                            /** Format: uri */
                            checkout_url: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            expires_at: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.FLIGHT_OVER.IDEMPOTENCY_IN_PROGRESS.NOTHING_DUE.PAYMENT_PROCESSING.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.AMOUNT_NOT_CHARGEABLE.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            502: components["responses"]["502.PROVIDER_REFUSED.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    paymentPayFromWallet: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                     */
                    campaign_id: string;
                };
            };
        };
        responses: {
            /** @description Pay what a campaign is due from the wallet */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.BUSY.CAMPAIGN_CLOSED.FLIGHT_OVER.IDEMPOTENCY_IN_PROGRESS.INSUFFICIENT_FUNDS.NOTHING_DUE.PAYMENT_PROCESSING.VERSION_CONFLICT.WRONG_PHASE.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.CAMPAIGN_STUCK.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    listCampaignAdGroups: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at" | "name" | "-name";
                /** @description Shows these alone */
                fields?: ("id" | "campaign_id" | "name" | "targeting" | "bid_strategy" | "bid_amount" | "currency" | "status" | "version" | "created_at" | "updated_at")[];
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the ad groups of a campaign */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AdGroup"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    createCampaignAdGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAdGroup"];
            };
        };
        responses: {
            /** @description Add an ad group */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdGroup"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.PLAN_LIMIT_REACHED.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    getAdGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read an ad group */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdGroup"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteAdGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove an ad group with its creatives */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.VERSION_CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    updateAdGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdGroupChanges"];
            };
        };
        responses: {
            /** @description Change an ad group */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdGroup"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    createAdGroupCreative: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCreative"];
            };
        };
        responses: {
            /** @description Add a creative */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Creative"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.PLAN_LIMIT_REACHED.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    listCampaignCreatives: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at" | "headline" | "-headline";
                /** @description Shows these alone */
                fields?: ("id" | "ad_group_id" | "campaign_id" | "headline" | "description" | "destination_url" | "call_to_action" | "media_id" | "weight" | "status" | "rejection_reason" | "version" | "created_at" | "updated_at")[];
                ad_group_id?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the creatives of a campaign */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Creative"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getCreative: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a creative */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Creative"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteCreative: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a creative */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.VERSION_CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    updateCreative: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreativeChanges"];
            };
        };
        responses: {
            /** @description Change a creative */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Creative"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CAMPAIGN_CLOSED.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getCampaignMetrics: {
        parameters: {
            query?: {
                /** @description First day, in the campaign’s zone; 30 days back unless said */
                from?: string;
                /** @description Last day, included; today unless said */
                to?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results of a campaign by day, days without any left out; `format=csv` answers text/csv */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        /** @enum {string} */
                        currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                        time_zone: string;
                        /**
                         * Format: date
                         * @description In the zone of the thing it belongs to
                         * @example 2026-11-30
                         */
                        from: string;
                        /**
                         * Format: date
                         * @description In the zone of the thing it belongs to
                         * @example 2026-11-30
                         */
                        to: string;
                        items: {
                            /**
                             * Format: date
                             * @description In the zone of the thing it belongs to
                             * @example 2026-11-30
                             */
                            date: string;
                            impressions: number;
                            clicks: number;
                            conversions: number;
                            /** @description Events counted apart and never billed */
                            invalid: number;
                            /** @description Minor units */
                            spend: number;
                            /** @description Minor units */
                            revenue: number;
                            /** @description Percentage: clicks / impressions × 100 */
                            ctr: number | null;
                            /** @description Minor units: spend / impressions × 1000 */
                            cpm: number | null;
                            /** @description Minor units: spend / clicks */
                            cpc: number | null;
                            /** @description Minor units: spend / conversions */
                            cpa: number | null;
                            /** @description Revenue / spend */
                            roas: number | null;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getCampaignMetricsSummary: {
        parameters: {
            query?: {
                /** @description First day, in the campaign’s zone; 30 days back unless said */
                from?: string;
                /** @description Last day, included; today unless said */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results of a campaign in sum, with its invalid traffic by reason */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        campaign_id: string;
                        /** @enum {string} */
                        currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                        time_zone: string;
                        /**
                         * Format: date
                         * @description In the zone of the thing it belongs to
                         * @example 2026-11-30
                         */
                        from: string;
                        /**
                         * Format: date
                         * @description In the zone of the thing it belongs to
                         * @example 2026-11-30
                         */
                        to: string;
                        impressions: number;
                        clicks: number;
                        conversions: number;
                        /** @description Events counted apart and never billed */
                        invalid: number;
                        /** @description Minor units */
                        spend: number;
                        /** @description Minor units */
                        revenue: number;
                        /** @description Percentage: clicks / impressions × 100 */
                        ctr: number | null;
                        /** @description Minor units: spend / impressions × 1000 */
                        cpm: number | null;
                        /** @description Minor units: spend / clicks */
                        cpc: number | null;
                        /** @description Minor units: spend / conversions */
                        cpa: number | null;
                        /** @description Revenue / spend */
                        roas: number | null;
                        invalid_by_reason: {
                            [key: string]: number;
                        };
                    };
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getCampaignAnalytics: {
        parameters: {
            query?: {
                /** @description First day, in the campaign’s zone; 30 days back unless said */
                from?: string;
                /** @description Last day, included; today unless said */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results of a campaign in sum, by day, and against as many days before */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignAnalytics"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getAnalytics: {
        parameters: {
            query?: {
                /** @description First day, in the campaign’s zone; 30 days back unless said */
                from?: string;
                /** @description Last day, included; today unless said */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Results of all your campaigns by currency: in sum, by day, and against as many days before */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnalytics"];
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getCampaignConversionTracking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the advertiser’s site reports conversions: address and signing secret */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uri
                         * @description Add order_id, value, click_id and sig
                         */
                        url: string;
                        /** @description Signs conversions: keep it on the server */
                        secret: string;
                        /** @description What sig is the HMAC-SHA256 (hex) of, under the secret */
                        signed_text: string;
                    };
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at";
                /** @description Shows these alone */
                fields?: ("id" | "type" | "title" | "message" | "campaign_id" | "is_read" | "created_at")[];
                is_read?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List your notifications */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Notification"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getNotificationsUnreadCount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count what you have not read */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadCount"];
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    readNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mark one as read */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    notificationsReadAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mark all as read */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadAll"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listAdminParkedEvents: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "parked_at" | "-parked_at";
                /** @description Shows these alone */
                fields?: ("id" | "source" | "event_id" | "type" | "key" | "tries" | "reason" | "received_at" | "parked_at" | "overtaken_by")[];
                source?: "stripe" | "partner";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the events that could not be understood, with those that overtook them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * @description Of the stored message
                             * @example 1017
                             */
                            id: string;
                            /** @enum {string} */
                            source: "stripe" | "partner";
                            /**
                             * @description The sender’s own id of the event
                             * @example evt_1PqX
                             */
                            event_id: string;
                            /** @example charge.refunded */
                            type: string;
                            /** @description Events of one key take effect in order: the payment, or the user */
                            key: string;
                            tries: number;
                            /** @description What was not understood */
                            reason: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            received_at: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            parked_at: string;
                            /** @description Later events of the same key that took effect meanwhile, oldest first; at most 50 */
                            overtaken_by: components["schemas"]["OvertakingEvent"][];
                        }[];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    retryAdminParkedEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Of the stored message */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Try a parked event once more; one that is still not understood is parked again */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetriedEvent"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_REFUSED.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    webhooksPlatformEvents: {
        parameters: {
            query?: never;
            header: {
                /** @description Proves who sent the event */
                "X-Platform-Signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Take a signed event of the partner platform */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.SIGNATURE_INVALID"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authProvision: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Provisioning"];
            };
        };
        responses: {
            /** @description Make a user of the partner platform one of ours, or link the one with his verified email (admins) */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provisioned"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            409: components["responses"]["409.CONFLICT.EMAIL_TAKEN.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    paymentWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description Proves who sent the event */
                "Stripe-Signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Take a signed event of Stripe */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.SIGNATURE_INVALID"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    webhooksStripe: {
        parameters: {
            query?: never;
            header: {
                /** @description Proves who sent the event */
                "Stripe-Signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Take a signed event of Stripe */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.SIGNATURE_INVALID"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listPayments: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at" | "amount" | "-amount";
                /** @description Shows these alone */
                fields?: ("id" | "user_id" | "campaign_id" | "purpose" | "method" | "status" | "currency" | "amount" | "received" | "received_currency" | "refunded" | "refundable" | "held" | "checkout_url" | "refunds" | "disputes" | "created_at" | "updated_at")[];
                campaign_id?: string;
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List payments */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Payment"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a payment: the receipt, and how far each refund is */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    refundPayment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Minor units; all that is left when absent */
                    amount?: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Give back a part of a payment, or all that is left */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestedRefund"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.IDEMPOTENCY_IN_PROGRESS.PAYMENT_DISPUTED.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.REFUND_TOO_LARGE.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    listBillingPlans: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "rank" | "-rank";
                /** @description Shows these alone */
                fields?: ("name" | "rank" | "limits")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the plans, with how much of each thing they allow */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            name: "free" | "starter" | "professional" | "business";
                            /** @description From the least plan, 1, to the best */
                            rank: number;
                            /** @description How many of each at most; null is unlimited */
                            limits: {
                                campaigns: number | null;
                                ad_groups_per_campaign: number | null;
                                creatives: number | null;
                                storage_bytes: number | null;
                                generations_per_month: number | null;
                                connected_accounts: number | null;
                                api_keys: number | null;
                                rules: number | null;
                            };
                        }[];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            /** @description List the plans, with how much of each thing they allow */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    pricingCalculate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example retail */
                    industry: string;
                    /** @enum {string} */
                    coverage_type: "radius" | "city" | "state" | "national";
                    places: {
                        country: string;
                        state?: string | null;
                        city?: string | null;
                        /** @description Around a point of the state; the population is the state’s, by density. */
                        radius_km?: number | null;
                    }[];
                    /** @enum {string} */
                    objective: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                    /**
                     * @default impression
                     * @enum {string}
                     */
                    billed_unit?: "impression" | "click";
                    /** @enum {string} */
                    currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                    /**
                     * @description Minor units: the total that is charged
                     * @example 50000
                     */
                    budget_lifetime: number;
                    /** @description Days of the flight, first and last counted */
                    duration_days?: number | null;
                    promo_code?: string | null;
                };
            };
        };
        responses: {
            /** @description Price a configuration; the quote is kept and can be bought until it expires */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Of the matrix, per 1,000 impressions */
                        base_rate_micros: number;
                        /** @description Of the matrix */
                        multiplier: string;
                        /** @description Grows with population and density, from 1 to below 2 */
                        coverage_multiplier: string;
                        population: number;
                        /** @description People per km² */
                        density: number;
                        /** @description Per 1,000 impressions, before discounts */
                        list_rate_micros: number;
                        /** @description Per 1,000 impressions, after discounts */
                        rate_micros: number;
                        discounts: {
                            name: string;
                            /** @enum {string} */
                            kind: "volume" | "duration" | "first_campaign" | "promo_code";
                            percent: string;
                            /** @description Minor units that it saves */
                            amount: number;
                        }[];
                        /** @description What the same units cost without discounts, minor units */
                        list_total: number;
                        /**
                         * @description What is charged, minor units
                         * @example 5000
                         */
                        total: number;
                        /** @enum {string} */
                        currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                        /** @enum {string} */
                        billed_unit: "impression" | "click";
                        unit_price_micros: number;
                        units: number;
                        reach: {
                            estimate: number;
                            low: number;
                            high: number;
                        };
                        /**
                         * Format: uuid
                         * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                         */
                        id: string;
                        /** @description SHA-256 of the configuration: what the quote is bound to */
                        fingerprint: string;
                        configuration: {
                            /** @example retail */
                            industry: string;
                            /** @enum {string} */
                            coverage_type: "radius" | "city" | "state" | "national";
                            places: {
                                country: string;
                                state?: string | null;
                                city?: string | null;
                                /** @description Around a point of the state; the population is the state’s, by density. */
                                radius_km?: number | null;
                            }[];
                            /** @enum {string} */
                            objective: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                            /**
                             * @default impression
                             * @enum {string}
                             */
                            billed_unit?: "impression" | "click";
                            /** @enum {string} */
                            currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                            /**
                             * @description Minor units: the total that is charged
                             * @example 50000
                             */
                            budget_lifetime: number;
                            /** @description Days of the flight, first and last counted */
                            duration_days?: number | null;
                            promo_code?: string | null;
                        };
                        /**
                         * Format: date-time
                         * @example 2026-11-30T12:00:00.000Z
                         */
                        valid_until: string;
                        /**
                         * Format: date-time
                         * @example 2026-11-30T12:00:00.000Z
                         */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            409: components["responses"]["409.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.PROMO_INVALID.UNKNOWN_INDUSTRY.UNKNOWN_REGION.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    getPricingQuote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a quote as it was said */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Of the matrix, per 1,000 impressions */
                        base_rate_micros: number;
                        /** @description Of the matrix */
                        multiplier: string;
                        /** @description Grows with population and density, from 1 to below 2 */
                        coverage_multiplier: string;
                        population: number;
                        /** @description People per km² */
                        density: number;
                        /** @description Per 1,000 impressions, before discounts */
                        list_rate_micros: number;
                        /** @description Per 1,000 impressions, after discounts */
                        rate_micros: number;
                        discounts: {
                            name: string;
                            /** @enum {string} */
                            kind: "volume" | "duration" | "first_campaign" | "promo_code";
                            percent: string;
                            /** @description Minor units that it saves */
                            amount: number;
                        }[];
                        /** @description What the same units cost without discounts, minor units */
                        list_total: number;
                        /**
                         * @description What is charged, minor units
                         * @example 5000
                         */
                        total: number;
                        /** @enum {string} */
                        currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                        /** @enum {string} */
                        billed_unit: "impression" | "click";
                        unit_price_micros: number;
                        units: number;
                        reach: {
                            estimate: number;
                            low: number;
                            high: number;
                        };
                        /**
                         * Format: uuid
                         * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                         */
                        id: string;
                        /** @description SHA-256 of the configuration: what the quote is bound to */
                        fingerprint: string;
                        configuration: {
                            /** @example retail */
                            industry: string;
                            /** @enum {string} */
                            coverage_type: "radius" | "city" | "state" | "national";
                            places: {
                                country: string;
                                state?: string | null;
                                city?: string | null;
                                /** @description Around a point of the state; the population is the state’s, by density. */
                                radius_km?: number | null;
                            }[];
                            /** @enum {string} */
                            objective: "traffic" | "conversions" | "awareness" | "sales" | "lead_generation" | "brand_awareness" | "app_installs" | "event_promotion" | "store_visits" | "retargeting";
                            /**
                             * @default impression
                             * @enum {string}
                             */
                            billed_unit?: "impression" | "click";
                            /** @enum {string} */
                            currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                            /**
                             * @description Minor units: the total that is charged
                             * @example 50000
                             */
                            budget_lifetime: number;
                            /** @description Days of the flight, first and last counted */
                            duration_days?: number | null;
                            promo_code?: string | null;
                        };
                        /**
                         * Format: date-time
                         * @example 2026-11-30T12:00:00.000Z
                         */
                        valid_until: string;
                        /**
                         * Format: date-time
                         * @example 2026-11-30T12:00:00.000Z
                         */
                        created_at: string;
                    };
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listPricingIndustries: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "industry" | "-industry";
                /** @description Shows these alone */
                fields?: ("industry" | "coverage_types" | "currencies")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the industries, with the coverage and the currencies they are sold in */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            industry: string;
                            coverage_types: ("radius" | "city" | "state" | "national")[];
                            currencies: ("USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD")[];
                        }[];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            /** @description List the industries, with the coverage and the currencies they are sold in */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listPricingCoverageTypes: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "coverage_type" | "-coverage_type";
                /** @description Shows these alone */
                fields?: ("coverage_type" | "description" | "place")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the coverage types, with what their places name */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            coverage_type: "radius" | "city" | "state" | "national";
                            description: string;
                            place: string[];
                        }[];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            /** @description List the coverage types, with what their places name */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listGeodata: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "country" | "-country" | "name" | "-name";
                /** @description Shows these alone */
                fields?: ("country" | "state" | "city" | "name" | "population" | "area_km2" | "density" | "version" | "updated_at")[];
                country?: string;
                state?: string;
                level?: "state" | "city";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List states and cities with population, area and density */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Area"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            /** @description List states and cities with population, area and density */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listAdminPricingMatrix: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "industry" | "-industry";
                /** @description Shows these alone */
                fields?: ("industry" | "coverage_type" | "currency" | "base_rate_micros" | "multiplier" | "discounts" | "version" | "updated_at")[];
                industry?: string;
                coverage_type?: "radius" | "city" | "state" | "national";
                currency?: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the rows of the pricing matrix */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PricingRow"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    putAdminPricingMatrix: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                industry: string;
                coverage_type: "radius" | "city" | "state" | "national";
                currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Micros per 1,000 impressions
                     * @example 4200000
                     */
                    base_rate_micros: number;
                    /** @example 100 */
                    multiplier: string;
                    /** @description In the order in which they apply */
                    discounts: {
                        name: string;
                        /** @enum {string} */
                        kind: "volume" | "duration" | "first_campaign";
                        /** @description Minor units (volume), days (duration), 0 (first campaign) */
                        threshold: number;
                        /** @example 50 */
                        percent: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Create or replace a row of the pricing matrix */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricingRow"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteAdminPricingMatrix: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                industry: string;
                coverage_type: "radius" | "city" | "state" | "national";
                currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Delete a row of the pricing matrix; quotes that were made by it stay */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getAdminPricingMatrixCsv: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the pricing matrix as CSV, in the form that the import takes */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    adminPricingMatrixCsv: {
        parameters: {
            query?: {
                dry_run?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Add and replace rows of the pricing matrix by CSV, all or none; a refusal names every faulty line */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dry_run: boolean;
                        created: number;
                        updated: number;
                        unchanged: number;
                    };
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    putAdminGeodataState: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                country: string;
                state: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    population: number;
                    /** @example 20000000 */
                    area_km2: string;
                };
            };
        };
        responses: {
            /** @description Create or replace a state in geodata */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Area"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteAdminGeodataState: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                country: string;
                state: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Delete a state from geodata */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT.VERSION_CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    putAdminGeodataCity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                country: string;
                state: string;
                city: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    population: number;
                    /** @example 20000000 */
                    area_km2: string;
                };
            };
        };
        responses: {
            /** @description Create or replace a city in geodata */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Area"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteAdminGeodataCity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                country: string;
                state: string;
                city: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Delete a city from geodata */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT.VERSION_CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getAdminGeodataCsv: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read geodata as CSV, in the form that the import takes */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    adminGeodataCsv: {
        parameters: {
            query?: {
                dry_run?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Add and replace rows of geodata by CSV, all or none; a refusal names every faulty line */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dry_run: boolean;
                        created: number;
                        updated: number;
                        unchanged: number;
                    };
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listAdminPromoCodes: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "code" | "-code" | "created_at" | "-created_at";
                /** @description Shows these alone */
                fields?: ("code" | "percent" | "starts_at" | "ends_at" | "max_uses" | "max_uses_each" | "uses" | "is_active" | "created_at")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the promotion codes, with how often each was used */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PromoCode"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    createAdminPromoCode: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    /** @example 90 */
                    percent: string;
                    /**
                     * Format: date-time
                     * @example 2026-11-30T12:00:00.000Z
                     */
                    starts_at?: string | null;
                    /**
                     * Format: date-time
                     * @example 2026-11-30T12:00:00.000Z
                     */
                    ends_at?: string | null;
                    /** @description Campaigns in all */
                    max_uses?: number | null;
                    /** @description Campaigns of one advertiser */
                    max_uses_each?: number | null;
                };
            };
        };
        responses: {
            /** @description Make a promotion code */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoCode"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            409: components["responses"]["409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    disableAdminPromoCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let no further campaign use a promotion code */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoCode"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listAdminPlacements: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "id" | "-id" | "created_at" | "-created_at";
                /** @description Shows these alone */
                fields?: ("id" | "name" | "width" | "height" | "formats" | "country" | "state" | "floor_micros" | "floor_currency" | "is_active" | "geography_secret" | "created_at")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the placements */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Placement"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    createAdminPlacement: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @description Pixels */
                    width: number;
                    /** @description Pixels */
                    height: number;
                    formats: ("image" | "text" | "video")[];
                    /**
                     * @description Where its viewers are; null: not known
                     * @default null
                     */
                    country?: string | null;
                    /** @default null */
                    state?: string | null;
                    /**
                     * @description Least price of an impression, in micros of floor_currency; 0: none
                     * @default 0
                     */
                    floor_micros?: number;
                    /**
                     * @default USD
                     * @enum {string}
                     */
                    floor_currency?: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                    /** @default true */
                    is_active?: boolean;
                    /**
                     * @description What the publisher writes in its page
                     * @example home-banner
                     */
                    id: string;
                };
            };
        };
        responses: {
            /** @description Add a placement */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            409: components["responses"]["409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    getAdminPlacement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a placement */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    updateAdminPlacement: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description Pixels */
                    width?: number;
                    /** @description Pixels */
                    height?: number;
                    formats?: ("image" | "text" | "video")[];
                    /** @description Where its viewers are; null: not known */
                    country?: string | null;
                    state?: string | null;
                    /** @description Least price of an impression, in micros of floor_currency; 0: none */
                    floor_micros?: number;
                    /** @enum {string} */
                    floor_currency?: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                    is_active?: boolean;
                };
            };
        };
        responses: {
            /** @description Change a placement, or switch it off */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placement"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    authTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondStep"];
            };
        };
        responses: {
            /** @description Finish a sign-in that asks for a second factor: its challenge and a code give the tokens */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON"];
            401: components["responses"]["401.CHALLENGE_INVALID"];
            403: components["responses"]["403.ACCOUNT_DISABLED.ORIGIN_REFUSED"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.SECOND_FACTOR_INVALID.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getUsersMeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether your sign-ins ask for a second factor */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    usersMeTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProofOfPerson"];
            };
        };
        responses: {
            /** @description Begin to set up a second factor; this answer alone shows its secret */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorEnrolment"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_REFUSED.SIGN_IN_NOT_RECENT.repeatable"];
            409: components["responses"]["409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    deleteUsersMeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorRemoval"];
            };
        };
        responses: {
            /** @description Take your second factor away, by one of its codes or a recovery code */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            404: components["responses"]["404.NOT_FOUND"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.SECOND_FACTOR_INVALID.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    usersMeTotpConfirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorConfirmation"];
            };
        };
        responses: {
            /** @description Confirm it by a first code; this answer alone shows the recovery codes */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_REFUSED.repeatable"];
            409: components["responses"]["409.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.SECOND_FACTOR_INVALID.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    deleteUserTotp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take away the second factor of a user who has lost it */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listUsersMeSessions: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "last_used_at" | "-last_used_at" | "created_at" | "-created_at";
                /** @description Shows these alone */
                fields?: ("id" | "method" | "user_agent" | "address" | "is_current" | "created_at" | "last_used_at" | "expires_at")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List your sign-ins */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: uuid
                             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                             */
                            id: string;
                            /** @enum {string} */
                            method: "password" | "google" | "phone";
                            user_agent: string | null;
                            /** @description The network address it was begun from */
                            address: string | null;
                            /** @description The one that asks */
                            is_current: boolean;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            created_at: string;
                            /**
                             * Format: date-time
                             * @description When its tokens were last renewed
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            last_used_at: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            expires_at: string;
                        }[];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteUsersMeSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End all your sign-ins but this one */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteUsersMeSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End one of your sign-ins */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End all sign-ins of a user */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    usersMePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Change your password; every other sign-in ends */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            409: components["responses"]["409.CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    usersMeEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChange"];
            };
        };
        responses: {
            /** @description Change your email: a link is mailed to the new one */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAsked"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED.SIGN_IN_NOT_RECENT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getUsage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your plan: the period, and use and limit of each meter */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getUsersMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your profile */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    updateUsersMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChanges"];
            };
        };
        responses: {
            /** @description Change your profile */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at" | "full_name" | "-full_name";
                /** @description Shows these alone */
                fields?: ("id" | "email" | "email_verified" | "phone" | "full_name" | "role" | "is_superuser" | "is_active" | "plan" | "created_at" | "updated_at")[];
                role?: "advertiser" | "support" | "admin";
                is_active?: "true" | "false";
                email?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List users */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One user */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    roleUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description Set a user’s role; the last admin keeps his */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    disableUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Shut a user out: all his sign-ins, API keys and codes end within a second */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    enableUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let a disabled user sign in again */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listAdAccounts: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at" | "name" | "-name";
                /** @description Shows these alone */
                fields?: ("id" | "platform" | "external_id" | "name" | "currency" | "time_zone" | "status" | "is_connected" | "connected_at" | "created_at")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List your ad accounts */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: uuid
                             * @example 0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d
                             */
                            id: string;
                            /** @enum {string} */
                            platform: "house" | "sandbox" | "meta" | "google";
                            external_id: string;
                            name: string;
                            /** @enum {string} */
                            currency: "USD" | "EUR" | "GBP" | "INR" | "JPY" | "KWD";
                            time_zone: string;
                            /** @enum {string} */
                            status: "active" | "paused" | "error";
                            is_connected: boolean;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            connected_at: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            created_at: string;
                        }[];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at" | "name" | "-name";
                /** @description Shows these alone */
                fields?: ("id" | "name" | "prefix" | "scopes" | "last_used_at" | "expires_at" | "created_at")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List your API keys */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyRequest"];
            };
        };
        responses: {
            /** @description Make an API key; this answer alone shows it */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_REFUSED.PLAN_LIMIT_REACHED.repeatable"];
            409: components["responses"]["409.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read an API key */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoke an API key, at once and for good */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    updateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyChanges"];
            };
        };
        responses: {
            /** @description Rename an API key */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_REFUSED"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at";
                /** @description Shows these alone */
                fields?: ("id" | "url" | "description" | "events" | "is_active" | "disabled_reason" | "failing_since" | "previous_secret_until" | "version" | "created_at" | "updated_at")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List your endpoints */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookEndpoint"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhookEndpoint"];
            };
        };
        responses: {
            /** @description Register an endpoint for webhooks; this answer alone shows its secret */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_JSON.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            409: components["responses"]["409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE.repeatable"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read an endpoint */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove an endpoint, and with it what was not delivered yet */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointChanges"];
            };
        };
        responses: {
            /** @description Change an endpoint, or switch it off and on */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.MALFORMED_JSON.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            409: components["responses"]["409.VERSION_CONFLICT"];
            413: components["responses"]["413.PAYLOAD_TOO_LARGE"];
            415: components["responses"]["415.UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    rotateSecretWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Give an endpoint a new secret; the old one signs too for 24 hours */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a test event to an endpoint */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    listWebhookEndpointDeliveries: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "created_at" | "-created_at";
                /** @description Shows these alone */
                fields?: ("id" | "webhook_endpoint_id" | "type" | "body" | "state" | "next_try_at" | "delivered_at" | "created_at" | "tries")[];
                state?: "pending" | "delivered" | "failed";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the deliveries to an endpoint, with every try */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.MALFORMED_ID.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            404: components["responses"]["404.NOT_FOUND"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    resendWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours: the same key and body get the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a delivery again, now */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["400.IDEMPOTENCY_KEY_INVALID.MALFORMED_ID.TWO_CREDENTIALS.repeatable"];
            401: components["responses"]["401.UNAUTHENTICATED.repeatable"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN.repeatable"];
            404: components["responses"]["404.NOT_FOUND.repeatable"];
            409: components["responses"]["409.CONFLICT.IDEMPOTENCY_IN_PROGRESS.repeatable"];
            422: components["responses"]["422.IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED.repeatable"];
            429: components["responses"]["429.RATE_LIMITED.repeatable"];
            431: components["responses"]["431.HEADERS_TOO_LARGE.repeatable"];
            500: components["responses"]["500.INTERNAL.repeatable"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE.repeatable"];
        };
    };
    getEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Follow what happens to your things, as server-sent events */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        id?: string;
                        event?: string;
                        data?: string;
                        retry?: number;
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    listAdminAudit: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
                /** @description The next_cursor of an answer: goes on from there, in place of an offset */
                cursor?: string;
                sort?: "at" | "-at";
                /** @description Shows these alone */
                fields?: ("id" | "at" | "actor_kind" | "actor_id" | "action" | "target_kind" | "target_id" | "request_id" | "address" | "api_key_id" | "before" | "after")[];
                actor_kind?: string;
                actor_id?: string;
                /** @description Exact, or with a star at its end: `user.*` */
                action?: string;
                target_kind?: string;
                target_id?: string;
                request_id?: string;
                /** @description Not before */
                from?: string;
                /** @description Before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Search the audit log by actor, action, target, request and time */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * @description Grows in the order of writing
                             * @example 1042
                             */
                            id: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-30T12:00:00.000Z
                             */
                            at: string;
                            /** @example admin */
                            actor_kind: string;
                            actor_id: string;
                            /** @example user.role_changed */
                            action: string;
                            /** @example user */
                            target_kind: string;
                            target_id: string;
                            request_id: string;
                            /** @description The network address it came from */
                            address: string | null;
                            /** @description The API key that it came with */
                            api_key_id: string | null;
                            before: components["schemas"]["JsonValue"] | null;
                            after: components["schemas"]["JsonValue"] | null;
                        }[];
                        /** @description How many there are in all */
                        total: number;
                        /** @description There are more than total says: counting ended there */
                        total_is_estimate: boolean;
                        offset: number;
                        limit: number;
                        /** @description For `cursor`; null on the last page */
                        next_cursor: string | null;
                        /** @description What of this page is damaged and so not among the items; absent when nothing is */
                        unreadable?: {
                            /** @description Null: not even this can be read */
                            id: string | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
    getAdminAuditExport: {
        parameters: {
            query?: {
                actor_kind?: string;
                actor_id?: string;
                /** @description Exact, or with a star at its end: `user.*` */
                action?: string;
                target_kind?: string;
                target_id?: string;
                request_id?: string;
                /** @description Not before */
                from?: string;
                /** @description Before */
                to?: string;
                format?: "ndjson" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take the audit log away, oldest first, as lines of JSON; `format=csv` answers text/csv */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            400: components["responses"]["400.TWO_CREDENTIALS"];
            401: components["responses"]["401.UNAUTHENTICATED"];
            403: components["responses"]["403.API_KEY_SCOPE.FORBIDDEN"];
            422: components["responses"]["422.VALIDATION_FAILED"];
            429: components["responses"]["429.RATE_LIMITED"];
            431: components["responses"]["431.HEADERS_TOO_LARGE"];
            500: components["responses"]["500.INTERNAL"];
            503: components["responses"]["503.OUTCOME_UNKNOWN.UNAVAILABLE"];
        };
    };
}
