using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TillSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "TillSettings",
                columns: table => new
                {
                    RestaurantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PasswordSecret = table.Column<string>(type: "TEXT", nullable: false),
                    LicenseTokenSecret = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Url = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    User = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    CertificateThumbprint = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Station = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Table = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    OrderCategory = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    OrderType = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    GuestType = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Waiter = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Manager = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    DeleteReason = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Timeout = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    LicenseAnchor = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TillSettings", x => x.RestaurantId);
                    table.ForeignKey(
                        name: "FK_TillSettings_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TillSettings");
        }
    }
}
